using System.Text;

namespace Pharos.Events.Evidence;

/// <summary>A signed statement that a log has a hash at a position.</summary>
/// <param name="Log">The log's id: the hash of its first event.</param>
/// <param name="Position">Where.</param>
/// <param name="Hash">The chain's hash there.</param>
/// <param name="At">When it was signed, as it stands in events.</param>
/// <param name="KeyId">The key's id.</param>
/// <param name="PublishedAt">Where the log names the key. Not signed: the id binds the key.</param>
/// <param name="Signature">ECDSA P-256 with SHA-256 over <see cref="Statement"/>: DER in base64.</param>
public sealed record Checkpoint(Digest Log, Position Position, Digest Hash, string At, string KeyId, Position PublishedAt, string Signature)
{
    /// <summary>
    /// What is signed: six lines of ASCII, each ended by a line feed, the first of which keeps a signature from being taken for one over something else.
    /// </summary>
    public byte[] Statement() => Encoding.ASCII.GetBytes($"pharos checkpoint v1\nlog {Log}\nposition {Position}\nhash {Hash}\nat {At}\nkey {KeyId}\n");

    /// <summary>Whether the signature is that of a key.</summary>
    public bool IsSignedBy(CheckpointKey key)
    {
        var signature = new byte[Signature.Length];
        return key.Id == KeyId && Convert.TryFromBase64String(Signature, signature, out var length) && key.Verifies(Statement(), signature.AsSpan(0, length));
    }
}
