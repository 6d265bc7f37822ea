using System.Text;
using Pharos.Events.Evidence;
using Pharos.Server.Configuration;

namespace Pharos.Server.Events;

/// <summary>The key that checkpoints are signed with: a file of the data folder, made on the first start.</summary>
internal static class CheckpointKeyFile
{
    // A P-256 key in PEM has about 240 bytes.
    private const long MaximumBytes = 4096;

    /// <summary>Reads the key.</summary>
    /// <exception cref="ServerStartException"><c>key.invalid</c>: others can read it, or it is none.</exception>
    public static CheckpointSigner ReadOrMake(DataFolder data)
    {
        var path = data.CheckpointKey;
        if (!File.Exists(path))
        {
            DataFolder.WriteSecret(path, Encoding.ASCII.GetBytes(CheckpointSigner.NewPem()));
        }

        if ((File.GetUnixFileMode(path) & ~DataFolder.SecretMode) != UnixFileMode.None)
        {
            throw new ServerStartException("key.invalid", $"{path} can be read by others. Who read it can sign checkpoints: delete it to have a new one made, which the log then names.");
        }

        return new FileInfo(path).Length <= MaximumBytes && CheckpointSigner.TryOfPem(File.ReadAllText(path)) is { } signer
            ? signer
            : throw new ServerStartException("key.invalid", $"{path} holds no ECDSA P-256 private key in PEM form. Restore it, or delete it to have a new one made, which the log then names.");
    }
}
