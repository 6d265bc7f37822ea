using System.Numerics;
using System.Security.Cryptography;
using Pharos.Rego.Values;

namespace Pharos.Rego.Tokens;

/// <summary>Reads keys of RFC 7517. What is malformed throws <see cref="CryptographicException"/>.</summary>
internal static class JsonWebKey
{
    internal static SignatureKey Read(RegoValue value)
    {
        if (value is not RegoObject fields)
        {
            throw new CryptographicException("a key must be a JSON object");
        }

        string? id = Text(fields, "kid");
        string? algorithm = Text(fields, "alg");
        return Text(fields, "kty") switch
        {
            "oct" => new SecretSignatureKey(Required(fields, "k")) { Id = id, Algorithm = algorithm },
            "RSA" => new RsaSignatureKey(Rsa(fields)) { Id = id, Algorithm = algorithm },
            "EC" => new EllipticSignatureKey(Elliptic(fields)) { Id = id, Algorithm = algorithm },
            "OKP" => Edwards(fields, id, algorithm),
            null => throw new CryptographicException("failed to find required key \"kty\""),
            var kind => throw new CryptographicException($"invalid key type from JSON ({kind})"),
        };
    }

    private static EdwardsSignatureKey Edwards(RegoObject fields, string? id, string? algorithm)
    {
        byte[] publicKey = Required(fields, "x");
        byte[]? seed = Bytes(fields, "d");
        return Text(fields, "crv") == "Ed25519" && publicKey.Length == Ed25519.KeySize && seed is null or { Length: Ed25519.KeySize }
            ? new EdwardsSignatureKey(publicKey, seed) { Id = id, Algorithm = algorithm }
            : throw new CryptographicException($"unusable key on curve {Text(fields, "crv")}");
    }

    private static ECParameters Elliptic(RegoObject fields)
    {
        (ECCurve curve, int width) = Text(fields, "crv") switch
        {
            "P-256" => (ECCurve.NamedCurves.nistP256, 32),
            "P-384" => (ECCurve.NamedCurves.nistP384, 48),
            "P-521" => (ECCurve.NamedCurves.nistP521, 66),
            var other => throw new CryptographicException($"unknown curve {other}"),
        };
        var parameters = new ECParameters
        {
            Curve = curve,
            Q = new ECPoint { X = Wide(Required(fields, "x"), width), Y = Wide(Required(fields, "y"), width) },
            D = Bytes(fields, "d") is { } secret ? Wide(secret, width) : null,
        };
        // Importing is what finds out whether the point lies on the curve.
        using ECDsa check = ECDsa.Create(parameters);
        return parameters;
    }

    private static RSAParameters Rsa(RegoObject fields)
    {
        var modulus = new BigInteger(Required(fields, "n"), isUnsigned: true, isBigEndian: true);
        var exponent = new BigInteger(Required(fields, "e"), isUnsigned: true, isBigEndian: true);
        if (modulus.GetBitLength() is < 16 or > 16384 || exponent < 2)
        {
            throw new CryptographicException("unusable RSA modulus or exponent");
        }

        int width = Width(modulus);
        var parameters = new RSAParameters { Modulus = Number(modulus, width), Exponent = Number(exponent, Width(exponent)) };
        using RSA check = RSA.Create(parameters);
        if (Bytes(fields, "d") is not { } secret)
        {
            return parameters;
        }

        var d = new BigInteger(secret, isUnsigned: true, isBigEndian: true);
        var p = new BigInteger(Required(fields, "p"), isUnsigned: true, isBigEndian: true);
        var q = new BigInteger(Required(fields, "q"), isUnsigned: true, isBigEndian: true);
        if (p < 3 || q < 3 || p * q != modulus || d >= modulus)
        {
            throw new CryptographicException("the private numbers of the RSA key do not belong to its modulus");
        }

        int half = (width + 1) / 2;
        if (Width(p) > half || Width(q) > half)
        {
            throw new CryptographicException("the primes of the RSA key are of very different size");
        }

        parameters.D = Number(d, width);
        parameters.P = Number(p, half);
        parameters.Q = Number(q, half);
        parameters.DP = Number(d % (p - 1), half);
        parameters.DQ = Number(d % (q - 1), half);
        parameters.InverseQ = Number(BigInteger.ModPow(q, p - 2, p), half);
        return parameters;
    }

    private static int Width(BigInteger number) => number.GetByteCount(isUnsigned: true);

    private static byte[] Number(BigInteger number, int width) => Wide(number.ToByteArray(isUnsigned: true, isBigEndian: true), width);

    private static byte[] Wide(ReadOnlySpan<byte> bytes, int width)
    {
        bytes = bytes.TrimStart((byte)0);
        if (bytes.Length > width)
        {
            throw new CryptographicException("a number of the key is too large");
        }

        var wide = new byte[width];
        bytes.CopyTo(wide.AsSpan(width - bytes.Length));
        return wide;
    }

    private static byte[] Required(RegoObject fields, string name) =>
        Bytes(fields, name) is { Length: > 0 } bytes ? bytes : throw new CryptographicException($"required field {name} is missing");

    private static byte[]? Bytes(RegoObject fields, string name) =>
        Text(fields, name) is not { } text ? null : Base64Data.Url(text, out string error) ?? throw new CryptographicException($"field {name}: {error}");

    private static string? Text(RegoObject fields, string name) => !fields.TryGet(name, out RegoValue? value)
        ? null
        : value is RegoString text ? text.Value : throw new CryptographicException($"field {name} must be a string");
}
