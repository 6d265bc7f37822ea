using System.Buffers.Text;
using System.Numerics;
using System.Security.Cryptography;
using Pharos.Rego.Tokens;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins.Certificates;

/// <summary>Keys in the form that Go's types have in JSON, which OPA shows, and as JSON Web Keys.</summary>
internal static class GoKeys
{
    internal static RegoValue Public(SignatureKey key) => key switch
    {
        RsaSignatureKey rsa => RegoObject.Of(("N", Number(rsa.Parameters.Modulus)), ("E", Number(rsa.Parameters.Exponent))),
        EllipticSignatureKey elliptic => RegoObject.Of(("Curve", RegoObject.Empty), ("X", Number(elliptic.Parameters.Q.X)), ("Y", Number(elliptic.Parameters.Q.Y))),
        EdwardsSignatureKey edwards => CertificateReader.Bytes(edwards.PublicKey),
        _ => RegoNull.Instance,
    };

    internal static RegoValue Private(SignatureKey key) => key switch
    {
        RsaSignatureKey { Parameters: var p } => RegoObject.Of(
            ("N", Number(p.Modulus)), ("E", Number(p.Exponent)), ("D", Number(p.D)), ("Primes", RegoArray.Of(Number(p.P), Number(p.Q))),
            ("Precomputed", RegoObject.Of(("Dp", Number(p.DP)), ("Dq", Number(p.DQ)), ("Qinv", Number(p.InverseQ)), ("CRTValues", RegoArray.Empty)))),
        EllipticSignatureKey { Parameters: var p } => RegoObject.Of(("Curve", RegoObject.Empty), ("X", Number(p.Q.X)), ("Y", Number(p.Q.Y)), ("D", Number(p.D))),
        EdwardsSignatureKey edwards => CertificateReader.Bytes((byte[])[.. edwards.Seed!, .. edwards.PublicKey]),
        _ => RegoNull.Instance,
    };

    internal static RegoValue WebKey(SignatureKey key) => key switch
    {
        RsaSignatureKey { Parameters: var p } => RegoObject.Of(
            ("kty", RegoString.Of("RSA")), ("n", Text(p.Modulus)), ("e", Text(p.Exponent)), ("d", Text(p.D)), ("p", Text(p.P)), ("q", Text(p.Q)),
            ("dp", Text(p.DP)), ("dq", Text(p.DQ)), ("qi", Text(p.InverseQ))),
        EllipticSignatureKey { Parameters: var p } => RegoObject.Of(
            ("kty", RegoString.Of("EC")), ("crv", RegoString.Of(p.Q.X!.Length switch { 32 => "P-256", 48 => "P-384", _ => "P-521" })),
            ("x", Wide(p.Q.X)), ("y", Wide(p.Q.Y)), ("d", Wide(p.D))),
        EdwardsSignatureKey edwards => RegoObject.Of(
            ("kty", RegoString.Of("OKP")), ("crv", RegoString.Of("Ed25519")), ("x", Wide(edwards.PublicKey)), ("d", Wide(edwards.Seed))),
        _ => RegoNull.Instance,
    };

    internal static bool IsPair(SignatureKey publicKey, SignatureKey privateKey) => Public(publicKey) == Public(privateKey);

    private static RegoNumber Number(byte[]? bytes) => RegoNumber.Of(new BigInteger(bytes, isUnsigned: true, isBigEndian: true));

    private static RegoString Text(byte[]? number) => RegoString.Of(Base64Url.EncodeToString(number.AsSpan().TrimStart((byte)0)));

    private static RegoString Wide(byte[]? bytes) => RegoString.Of(Base64Url.EncodeToString(bytes ?? throw new CryptographicException("the key lacks a number")));
}
