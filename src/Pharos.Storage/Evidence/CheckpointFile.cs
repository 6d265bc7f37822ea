using Pharos.Events;
using Pharos.Events.Evidence;

namespace Pharos.Storage.Evidence;

/// <summary>
/// A file of checkpoints, one JSON object on a line, outside the database. Appended durably; past a size the older lines are thinned out, because the newest one proves what those before
/// it prove and they only say more closely where a change was made. For one thread at a time.
/// </summary>
public sealed class CheckpointFile(string path)
{
    /// <summary>The file's name in a data directory.</summary>
    public const string FileName = "checkpoints.jsonl";

    /// <summary>Size past which the file is thinned out.</summary>
    public const long MaximumBytes = 16L * 1024 * 1024;

    // Whole at the end of a thinned file; in front of them one in a hundred.
    private const int WholeLines = 10_000;
    private const int OneOf = 100;

    // A file that somebody else fills must not fill the memory of who reads it.
    private const long MostRead = 256L * 1024 * 1024;

    /// <summary>Where it stands.</summary>
    public string Path { get; } = path;

    /// <summary>Appends a checkpoint and answers when it is durable.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Append(Checkpoint checkpoint)
    {
        using (var file = new FileStream(Path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read,
            BufferSize = 0,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            var end = EndOfLastLine(file);
            byte[] line = [.. CheckpointJson.Write(checkpoint).Span, (byte)'\n'];
            RandomAccess.Write(file.SafeFileHandle, line, end);
            file.SetLength(end + line.Length);
            file.Flush(flushToDisk: true);
            if (file.Length <= MaximumBytes)
            {
                return;
            }
        }

        Thin();
    }

    /// <summary>Every line; half a line at the end, which a power failure left, says nothing. None when there is no file.</summary>
    /// <exception cref="IOException">The file cannot be read, or is far larger than one of checkpoints.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public IReadOnlyList<KeptCheckpoint> Read()
    {
        var lines = Lines();
        return [.. lines.Select((line, index) => new KeptCheckpoint(CheckpointJson.Parse(line), $"line {index + 1} of {System.IO.Path.GetFileName(Path)}"))];
    }

    /// <summary>The newest checkpoint; null when there is none.</summary>
    public Checkpoint? Last()
    {
        var lines = Lines();
        return lines.Count == 0 ? null : CheckpointJson.Parse(lines[^1]);
    }

    // Half a line is overwritten and not continued.
    private static long EndOfLastLine(FileStream file)
    {
        Span<byte> tail = stackalloc byte[CheckpointJson.MaximumBytes + 1];
        var start = Math.Max(0, file.Length - tail.Length);
        var read = RandomAccess.Read(file.SafeFileHandle, tail, start);
        var last = tail[..read].LastIndexOf((byte)'\n');
        return last < 0 && start > 0 ? file.Length : start + last + 1;
    }

    private List<byte[]> Lines()
    {
        var info = new FileInfo(Path);
        if (!info.Exists)
        {
            return [];
        }

        if (info.Length > MostRead)
        {
            throw new IOException($"{Path} has {info.Length} bytes; a file of checkpoints has at most {MostRead}.");
        }

        using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[info.Length];
        var rest = bytes.AsSpan(0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        var lines = new List<byte[]>();
        for (int end; (end = rest.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..])
        {
            if (end > 0)
            {
                lines.Add(rest[..end].ToArray());
            }
        }

        return lines;
    }

    // The new file is durable before it takes the place of the old one, so whenever the machine stops there is one whole file.
    private void Thin()
    {
        var lines = Lines();
        var temporary = Path + ".new";
        File.Delete(temporary);
        using (var file = new FileStream(temporary, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
        {
            for (var i = 0; i < lines.Count; i++)
            {
                if (i >= lines.Count - WholeLines || i % OneOf == 0)
                {
                    file.Write(lines[i]);
                    file.Write("\n"u8);
                }
            }

            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, Path, overwrite: true);
    }
}
