using System.Buffers;
using System.Buffers.Text;
using Pharos.Events;
using Pharos.Events.Evidence;

namespace Pharos.Storage.Evidence;

/// <summary>Reads a heads file: lines of position and hash. A line that a full disk cut short is no head and is passed over.</summary>
public static class HeadsReader
{
    /// <summary>The file's name in a data directory.</summary>
    public const string FileName = "heads.log";

    // Of a file that a former version let grow, the newest part is taken whole and the rest thinned while it is read.
    private const long WholeBytes = 160L * 1024 * 1024;
    private const int OneOf = 1000;
    private const int BufferSize = 64 * 1024;

    /// <summary>The heads of a file in the order in which they stand; none when there is no file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static IReadOnlyList<ChainAnchor> Read(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var origin = Path.GetFileName(path);
        var whole = file.Length - WholeBytes;
        var heads = new List<ChainAnchor>();
        var buffer = new byte[BufferSize];
        var (filled, offset, number) = (0, 0L, 0L);
        int read;
        while ((read = file.Read(buffer, filled, buffer.Length - filled)) > 0)
        {
            filled += read;
            var lines = buffer.AsSpan(0, filled);
            int end;
            while ((end = lines.IndexOf((byte)'\n')) >= 0)
            {
                number++;
                if ((offset >= whole || number % OneOf == 0) && Parse(lines[..end]) is { } head)
                {
                    heads.Add(new ChainAnchor(head.Position, head.Hash, origin));
                }

                offset += end + 1;
                lines = lines[(end + 1)..];
            }

            // What has no end in a whole buffer is no line of heads; its end will not be one either.
            filled = lines.Length == buffer.Length ? 0 : lines.Length;
            lines[..filled].CopyTo(buffer);
        }

        return heads;
    }

    /// <summary>One line without its end; null when it is no head.</summary>
    public static (Position Position, Digest Hash)? Parse(ReadOnlySpan<byte> line)
    {
        Span<byte> hash = stackalloc byte[Digest.Size];
        return Utf8Parser.TryParse(line, out long position, out var digits) && position >= 1
            && line.Length == digits + 1 + (2 * Digest.Size) && line[digits] == (byte)' '
            && Convert.FromHexString(line[(digits + 1)..], hash, out _, out _) == OperationStatus.Done
            ? (new Position(position), new Digest(hash))
            : null;
    }
}
