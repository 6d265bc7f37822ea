using System.Security.Cryptography;

namespace Pharos.Events.Evidence;

/// <summary>The public half of a key that checkpoints are signed with. Its id is the first 16 hex digits of the SHA-256 of its SubjectPublicKeyInfo.</summary>
public sealed class CheckpointKey
{
    // A P-256 key's SubjectPublicKeyInfo has 91 bytes.
    private const int MaximumBytes = 256;
    private const int IdBytes = 8;

    private CheckpointKey(byte[] publicKey)
    {
        PublicKey = publicKey;
        Id = Convert.ToHexStringLower(SHA256.HashData(publicKey).AsSpan(0, IdBytes));
    }

    /// <summary>The id.</summary>
    public string Id { get; }

    /// <summary>The SubjectPublicKeyInfo in DER.</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>A key from its SubjectPublicKeyInfo in DER; null when these bytes are no P-256 key.</summary>
    public static CheckpointKey? TryOf(ReadOnlySpan<byte> publicKey)
    {
        if (publicKey.Length > MaximumBytes)
        {
            return null;
        }

        using var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(publicKey, out var read);
            return read == publicKey.Length && key.KeySize == 256 ? new CheckpointKey(key.ExportSubjectPublicKeyInfo()) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>A key from PEM text; null when it holds no P-256 key. The public half of a private key is taken too.</summary>
    public static CheckpointKey? TryOfPem(string pem)
    {
        using var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            return TryOf(key.ExportSubjectPublicKeyInfo());
        }
        catch (Exception problem) when (problem is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Whether a signature is this key's over these bytes.</summary>
    public bool Verifies(ReadOnlySpan<byte> statement, ReadOnlySpan<byte> signature)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(PublicKey.Span, out _);
        return key.VerifyData(statement, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }
}
