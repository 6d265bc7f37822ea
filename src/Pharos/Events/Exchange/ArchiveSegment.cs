using System.IO.Compression;
using System.Text.Json;

namespace Pharos.Events.Exchange;

/// <summary>Reads single events and blobs of a segment without unpacking all of it. Safe for use by many threads.</summary>
public sealed class ArchiveSegment
{
    private readonly string _path;
    private readonly SegmentIndex _index;

    private ArchiveSegment(string path, SegmentIndex index)
    {
        _path = path;
        _index = index;
    }

    /// <summary>Opens a segment and reads its index.</summary>
    /// <exception cref="EventLogUnavailableException"><c>archive.damaged</c> or <c>archive.io</c>.</exception>
    public static async ValueTask<ArchiveSegment> OpenAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(path);
            var footer = new byte[ArchiveSegmentWriter.FooterBytes];
            file.Position = Math.Max(0, file.Length - footer.Length);
            await file.ReadExactlyAsync(footer, cancellationToken);
            if (ArchiveSegmentWriter.IndexOffset(footer) is not { } offset || offset < 0 || offset >= file.Length)
            {
                throw new FormatException("its end is not one of a segment");
            }

            file.Position = offset;
            await using var unpacked = new GZipStream(file, CompressionMode.Decompress);
            var line = await new BoundedLines(unpacked, ExportReader.LongestLine).NextAsync(cancellationToken);
            return new ArchiveSegment(path, SegmentIndex.Parse((line ?? throw new FormatException("its index is missing")).Span));
        }
        catch (Exception problem) when (problem is FormatException or InvalidDataException or EndOfStreamException or ExportDamagedException)
        {
            throw new EventLogUnavailableException("archive.damaged", $"The segment {path} cannot be read: {problem.Message}. Restore it from a backup.", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new EventLogUnavailableException("archive.io", $"The segment {path} cannot be read: {problem.Message}", problem);
        }
    }

    /// <summary>A segment's lines, unpacked; dispose it after use.</summary>
    public static Stream Unpack(string path) => new GZipStream(File.OpenRead(path), CompressionMode.Decompress);

    /// <summary>The event at a position, compared with its leaf; null when it is not in the segment.</summary>
    /// <exception cref="EventLogUnavailableException"><c>archive.damaged</c> or <c>archive.io</c>.</exception>
    public async ValueTask<SealedEvent?> FindAsync(Position position, CancellationToken cancellationToken)
    {
        SealedEvent? found = null;
        if (_index.OffsetOf(position) is { } offset)
        {
            await ScanAsync(offset, line =>
            {
                if (ExportLineParser.FirstName(line) != "position")
                {
                    return false;
                }

                var next = ExportLineParser.Event(line);
                found = next.Record.Position == position ? next : found;
                return next.Record.Position >= position;
            }, cancellationToken);
        }

        if (found is not null && HashChain.Leaf(found.Record, HashChain.PayloadOf(found.Record)) != found.Record.Leaf)
        {
            throw new EventLogUnavailableException("archive.damaged", $"The event at {position} in the segment {_path} is not the one that was archived.");
        }

        return found;
    }

    /// <summary>A blob, compared with its digest; null when it is not in the segment.</summary>
    /// <exception cref="EventLogUnavailableException"><c>archive.damaged</c> or <c>archive.io</c>.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> BlobAsync(Digest blob, CancellationToken cancellationToken)
    {
        byte[]? found = null;
        if (_index.OffsetOf(blob) is { } offset)
        {
            await ScanAsync(offset, line =>
            {
                if (ExportLineParser.FirstName(line) == "blob" && ExportLineParser.Blob(line) is var (digest, content) && digest == blob)
                {
                    found = content;
                }

                return found is not null;
            }, cancellationToken);
        }

        if (found is null)
        {
            return null;
        }

        return Digest.Of(found) == blob
            ? found
            : throw new EventLogUnavailableException("archive.damaged", $"The blob {blob} in the segment {_path} is not the one that was archived.");
    }

    private delegate bool LineSink(ReadOnlySpan<byte> line);

    private async ValueTask ScanAsync(long offset, LineSink isFound, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(_path);
            file.Position = offset;
            await using var unpacked = new GZipStream(file, CompressionMode.Decompress);
            var lines = new BoundedLines(unpacked, ExportReader.LongestLine);
            while (await lines.NextAsync(cancellationToken) is { } line && !isFound(line.Span))
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        catch (Exception problem) when (problem is FormatException or InvalidDataException or JsonException or InvalidOperationException or OverflowException or ExportDamagedException)
        {
            throw new EventLogUnavailableException("archive.damaged", $"The segment {_path} cannot be read: {problem.Message}. Restore it from a backup.", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new EventLogUnavailableException("archive.io", $"The segment {_path} cannot be read: {problem.Message}", problem);
        }
    }
}
