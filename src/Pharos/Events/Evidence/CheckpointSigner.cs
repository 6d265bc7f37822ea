using System.Security.Cryptography;

namespace Pharos.Events.Evidence;

/// <summary>Signs checkpoints with an ECDSA P-256 key. Safe for use by one thread at a time.</summary>
public sealed class CheckpointSigner : IDisposable
{
    private readonly ECDsa _key;

    private CheckpointSigner(ECDsa key)
    {
        _key = key;
        Key = CheckpointKey.TryOf(key.ExportSubjectPublicKeyInfo()) ?? throw new CryptographicException("The key is not on the curve P-256.");
    }

    /// <summary>The public half.</summary>
    public CheckpointKey Key { get; }

    /// <summary>A new key as PKCS#8 PEM.</summary>
    public static string NewPem()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem() + "\n";
    }

    /// <summary>A signer from PKCS#8 PEM; null when it holds no P-256 private key.</summary>
    public static CheckpointSigner? TryOfPem(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            var signer = key.KeySize == 256 && HasPrivateHalf(key) ? new CheckpointSigner(key) : null;
            if (signer is null)
            {
                key.Dispose();
            }

            return signer;
        }
        catch (Exception problem) when (problem is CryptographicException or ArgumentException)
        {
            key.Dispose();
            return null;
        }
    }

    /// <summary>Signs that a log has a hash at a position.</summary>
    /// <param name="log">The log's id: the hash of its first event.</param>
    /// <param name="position">Where.</param>
    /// <param name="hash">The chain's hash there.</param>
    /// <param name="at">When it is signed.</param>
    /// <param name="publishedAt">Where the log names this key.</param>
    public Checkpoint Sign(Digest log, Position position, Digest hash, DateTimeOffset at, Position publishedAt)
    {
        var unsigned = new Checkpoint(log, position, hash, HashChain.TimeOf(at), Key.Id, publishedAt, "");
        var signature = _key.SignData(unsigned.Statement(), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return unsigned with { Signature = Convert.ToBase64String(signature) };
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    private static bool HasPrivateHalf(ECDsa key)
    {
        try
        {
            return key.SignHash(new byte[Digest.Size]).Length > 0;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
