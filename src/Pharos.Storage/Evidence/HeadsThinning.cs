using System.Text;

namespace Pharos.Storage.Evidence;

/// <summary>
/// Writes a thinner copy of a heads file beside it: the newest lines whole, of the older ones one in a thousand positions or fewer and those at checkpoints. The newest head proves the whole
/// log before it; the older ones only tell more closely where a change was made.
/// </summary>
internal sealed class HeadsThinning : IDisposable
{
    // Of the older lines, so that thinning again and again comes to an end. About 8 MB.
    private const int MostOlder = 100_000;
    private const int FewestBetween = 1000;

    private HeadsThinning(FileStream file, long upTo)
    {
        File = file;
        UpTo = upTo;
    }

    /// <summary>The thinner file, durable, written up to its end and open for more.</summary>
    public FileStream File { get; }

    /// <summary>How many bytes of the old file it stands for.</summary>
    public long UpTo { get; }

    /// <summary>The name it has until it takes the old one's place.</summary>
    public static string TemporaryOf(string path) => path + ".new";

    /// <summary>Writes the copy.</summary>
    /// <param name="path">The heads file.</param>
    /// <param name="upTo">Bytes of it that are whole lines.</param>
    /// <param name="whole">Bytes at the end that are kept as they are.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static HeadsThinning Write(string path, long upTo, long whole)
    {
        var checkpoints = new CheckpointFile(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, CheckpointFile.FileName)).Read()
            .Select(kept => kept.Checkpoint?.Position.Value ?? 0).ToHashSet();
        var temporary = TemporaryOf(path);
        System.IO.File.Delete(temporary);
        var file = new FileStream(temporary, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read | FileShare.Delete,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        try
        {
            using var old = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var older = CopyOlder(old, file, upTo - whole, checkpoints);
            old.Position = older;
            CopyBytes(old, file, upTo - older);
            file.Flush(flushToDisk: true);
            return new HeadsThinning(file, upTo);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => File.Dispose();

    // The place behind the last older line.
    private static long CopyOlder(FileStream old, FileStream target, long until, HashSet<long> checkpoints)
    {
        using var reader = new StreamReader(old, Encoding.ASCII, detectEncodingFromByteOrderMarks: false, bufferSize: 64 * 1024, leaveOpen: true);
        long at = 0, wanted = 0;
        while (at < until && reader.ReadLine() is { } line)
        {
            at += line.Length + 1;
            if (HeadsReader.Parse(Encoding.ASCII.GetBytes(line)) is not { } head)
            {
                continue;
            }

            // Grows with the log, so that the older lines stay as many however long it becomes.
            var between = Math.Max(FewestBetween, head.Position.Value / MostOlder);
            if (head.Position.Value >= wanted || checkpoints.Contains(head.Position.Value))
            {
                target.Write(Encoding.ASCII.GetBytes(line + "\n"));
                wanted = head.Position.Value >= wanted ? head.Position.Value + between : wanted;
            }
        }

        return at;
    }

    private static void CopyBytes(FileStream from, FileStream to, long count)
    {
        var buffer = new byte[64 * 1024];
        int read;
        for (; count > 0 && (read = from.Read(buffer, 0, (int)Math.Min(buffer.Length, count))) > 0; count -= read)
        {
            to.Write(buffer, 0, read);
        }
    }
}
