namespace Pharos.Server.Configuration;

/// <summary>The places inside a data folder. Everything Pharos keeps stands here, readable by its own user only.</summary>
/// <param name="Root">Absolute path of the folder.</param>
public sealed record DataFolder(string Root)
{
    /// <summary>Mode of every folder: only the owner enters.</summary>
    public const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Mode of every file that holds a secret, and of the socket.</summary>
    public const UnixFileMode SecretMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Configuration, if there is one.</summary>
    public string ConfigurationFile => Path.Combine(Root, "pharos.yaml");

    /// <summary>Environment file, if there is one.</summary>
    public string EnvironmentFile => Path.Combine(Root, ".env");

    /// <summary>The event log.</summary>
    public string Log => Path.Combine(Root, "log.db");

    /// <summary>Keys.</summary>
    public string Keys => Path.Combine(Root, "keys");

    /// <summary>The key that tokens are signed with.</summary>
    public string TokenKey => Path.Combine(Keys, "token.key");

    /// <summary>The key that checkpoints of the log are signed with.</summary>
    public string CheckpointKey => Path.Combine(Keys, "checkpoint.key");

    /// <summary>The checkpoints that this node signed.</summary>
    public string Checkpoints => Path.Combine(Root, "checkpoints.jsonl");

    /// <summary>Segments of archived payloads.</summary>
    public string Archive => Path.Combine(Root, "archive");

    /// <summary>Token files for programs on this machine.</summary>
    public string Tokens => Path.Combine(Root, "tokens");

    /// <summary>The token the command line uses.</summary>
    public string AdminToken => Path.Combine(Tokens, "admin.token");

    /// <summary>Policies written through the server.</summary>
    public string Policies => Path.Combine(Root, "policies");

    /// <summary>Large payload parts.</summary>
    public string Blobs => Path.Combine(Root, "blobs");

    /// <summary>The Unix socket.</summary>
    public string Socket => Path.Combine(Root, "pharos.sock");

    /// <summary>Makes the folder and its parts where they are missing.</summary>
    public void Create()
    {
        foreach (var folder in (string[])[Root, Keys, Tokens, Policies, Blobs])
        {
            if (!Directory.Exists(folder))
            {
                Directory.CreateDirectory(folder, FolderMode);
            }
        }
    }

    /// <summary>Writes a secret so that it is complete, durable and never readable by others, not even for a moment.</summary>
    public static void WriteSecret(string path, ReadOnlySpan<byte> content)
    {
        var temporary = path + ".new";
        File.Delete(temporary);
        using (var stream = new FileStream(temporary, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = SecretMode }))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
