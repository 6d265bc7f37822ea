using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Pharos.Events.Blobs;

namespace Pharos.Events.Exchange;

/// <summary>
/// Writes an export as a segment file: gzip in members of at most a thousand events, a last line that says where each member begins, and an empty member whose extra field
/// says where that line is. Any gunzip reads it as the export it is; a reader that wants one event unpacks one member.
/// </summary>
internal static class ArchiveSegmentWriter
{
    /// <summary>Length of the empty member at the end.</summary>
    public const int FooterBytes = 34;

    private const int MemberEvents = 1000;
    private const long MemberBytes = 8 * 1024 * 1024;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // gzip, deflate, "has an extra field", no time, unknown system; twelve bytes of extra field: "Px", eight bytes.
    private static ReadOnlySpan<byte> FooterStart => [0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, 12, 0, (byte)'P', (byte)'x', 8, 0];

    /// <summary>Writes a segment under a temporary name, makes it durable and gives it its name.</summary>
    /// <param name="lines">A whole export.</param>
    /// <param name="path">The segment's path.</param>
    /// <param name="cancellationToken">Gives up; the segment is then not there.</param>
    public static async Task WriteAsync(IAsyncEnumerable<ExportLine> lines, string path, CancellationToken cancellationToken)
    {
        var temporary = path + ArchiveFolder.Temporary;
        await using (var file = new FileStream(temporary, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerOnly, BufferSize = 128 * 1024 }))
        {
            var members = await WriteMembersAsync(file, lines, cancellationToken);
            var indexAt = file.Position;
            await using (var index = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true))
            {
                await index.WriteAsync(members.ToLine(), cancellationToken);
            }

            await file.WriteAsync(Footer(indexAt), cancellationToken);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
        FolderSync.Flush(Path.GetDirectoryName(path)!);
    }

    /// <summary>The SHA-256 of a file and its length.</summary>
    public static async Task<(Digest Sha256, long Bytes)> DigestOfAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        return (new Digest(await SHA256.HashDataAsync(file, cancellationToken)), file.Length);
    }

    /// <summary>Where the index begins, from the last bytes of a file; null when they are not a segment's.</summary>
    public static long? IndexOffset(ReadOnlySpan<byte> footer) =>
        footer.Length == FooterBytes && footer.StartsWith(FooterStart) ? BinaryPrimitives.ReadInt64LittleEndian(footer[FooterStart.Length..]) : null;

    private static async Task<SegmentIndex> WriteMembersAsync(FileStream file, IAsyncEnumerable<ExportLine> lines, CancellationToken cancellationToken)
    {
        var members = new SegmentIndex();
        GZipStream? member = null;
        var events = 0;
        long bytes = 0;
        try
        {
            await foreach (var line in lines.WithCancellation(cancellationToken))
            {
                var isFull = line.Kind is ExportLineKind.Event or ExportLineKind.Blob && (events >= MemberEvents || bytes >= MemberBytes);
                if (member is null || isFull)
                {
                    if (member is not null)
                    {
                        await member.DisposeAsync();
                    }

                    members.Begin(line.Position, file.Position);
                    member = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true);
                    events = 0;
                    bytes = 0;
                }

                if (line.Kind == ExportLineKind.Blob)
                {
                    members.Add(line.Blob);
                }

                await member.WriteAsync(line.Utf8, cancellationToken);
                events += line.Kind == ExportLineKind.Event ? 1 : 0;
                bytes += line.Utf8.Length;
            }
        }
        finally
        {
            if (member is not null)
            {
                await member.DisposeAsync();
            }
        }

        return members;
    }

    private static byte[] Footer(long indexAt)
    {
        var footer = new byte[FooterBytes];
        FooterStart.CopyTo(footer);
        BinaryPrimitives.WriteInt64LittleEndian(footer.AsSpan(FooterStart.Length), indexAt);

        // An empty deflate block; the checksum and length of nothing are zero.
        footer[FooterStart.Length + sizeof(long)] = 3;
        return footer;
    }
}
