namespace Pharos.Rego.Tokens;

/// <summary>An Ed25519 key; without a seed it only verifies.</summary>
internal sealed class EdwardsSignatureKey(byte[] publicKey, byte[]? seed) : SignatureKey
{
    public override bool CanSign => seed is not null;

    internal byte[] PublicKey => publicKey;

    internal byte[]? Seed => seed;

    internal override bool Verify(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        algorithm.Family == SignatureFamily.EdDsa && Ed25519.Verify(publicKey, data, signature);

    internal override byte[]? Sign(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data) =>
        algorithm.Family == SignatureFamily.EdDsa && seed is not null ? Ed25519.Sign(seed, data) : null;
}
