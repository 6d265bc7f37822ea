using System.Collections.Concurrent;

namespace Pharos.Events.Exchange;

/// <summary>Gives events the payloads back that stand in segments of this machine. Safe for use by many threads.</summary>
/// <param name="folder">The segments.</param>
public sealed class ArchivedPayloads(ArchiveFolder folder)
{
    private const int MostOpen = 32;

    private readonly ConcurrentDictionary<(string Path, DateTime Written), ArchiveSegment> _open = new();

    /// <summary>The event with its payload when that was archived and its segment lies here; else the event as it is.</summary>
    /// <exception cref="EventLogUnavailableException"><c>archive.damaged</c> or <c>archive.io</c>.</exception>
    public async ValueTask<EventRecord> RestoreAsync(EventRecord record, CancellationToken cancellationToken)
    {
        if (record.Removed?.Kind != PayloadRemoval.Archived || folder.Find(record.Position) is not { } path)
        {
            return record;
        }

        var found = await (await OpenAsync(path, cancellationToken)).FindAsync(record.Position, cancellationToken);
        return found is { Record: { Removed: null } whole } && whole.Leaf == record.Leaf ? record with { Payload = whole.Payload, Removed = null } : record;
    }

    /// <summary>A blob that stands in a segment; null when none has it.</summary>
    /// <exception cref="EventLogUnavailableException"><c>archive.damaged</c> or <c>archive.io</c>.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> BlobAsync(Digest digest, CancellationToken cancellationToken)
    {
        foreach (var segment in folder.Segments().Reverse())
        {
            if (await (await OpenAsync(folder.PathOf(segment.Name), cancellationToken)).BlobAsync(digest, cancellationToken) is { } content)
            {
                return content;
            }
        }

        return null;
    }

    private async ValueTask<ArchiveSegment> OpenAsync(string path, CancellationToken cancellationToken)
    {
        // An erasure writes a segment anew under its name, and then its offsets are others.
        var key = (path, File.GetLastWriteTimeUtc(path));
        if (_open.TryGetValue(key, out var known))
        {
            return known;
        }

        if (_open.Count >= MostOpen)
        {
            _open.Clear();
        }

        var segment = await ArchiveSegment.OpenAsync(path, cancellationToken);
        _open[key] = segment;
        return segment;
    }
}
