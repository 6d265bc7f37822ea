using System.Security.Cryptography;

namespace Pharos.Rego.Tokens;

/// <summary>A secret that both sides share.</summary>
internal sealed class SecretSignatureKey(byte[] secret) : SignatureKey
{
    public override bool CanSign => true;

    internal override bool Verify(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        Sign(algorithm, data) is { } expected && CryptographicOperations.FixedTimeEquals(expected, signature);

    internal override byte[]? Sign(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data) =>
        algorithm.Family == SignatureFamily.Hmac ? CryptographicOperations.HmacData(algorithm.Hash, secret, data) : null;
}
