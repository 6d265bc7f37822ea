using Pharos.Events;

namespace Pharos.Storage.Indexing;

/// <summary>The log as its index sees it. Safe for use by many threads.</summary>
internal interface IIndexedLog
{
    /// <summary>Tells of new events, and keeps the newest.</summary>
    CommitFeed Feed { get; }

    /// <summary>The newest durable event of all nodes.</summary>
    ValueTask<Position> HeadAsync(CancellationToken cancellationToken);

    /// <summary>What the index needs of up to <paramref name="most"/> events behind a position; no payloads are read.</summary>
    ValueTask<IReadOnlyList<IndexedEvent>> EnvelopesAsync(Position after, int most, CancellationToken cancellationToken);

    /// <summary>The chain's hash at a position, or null when there is no event.</summary>
    ValueTask<Digest?> HashAsync(Position position, CancellationToken cancellationToken);

    /// <summary>The events at some positions, in one statement, in any order. Those that do not lie between two times (microseconds, both included) may be left out.</summary>
    ValueTask<IReadOnlyList<EventRecord>> RowsAsync(IReadOnlyList<long> positions, long fromAt, long toAt, CancellationToken cancellationToken);

    /// <summary>Events between two positions, both included, by position.</summary>
    ValueTask<IReadOnlyList<EventRecord>> WalkAsync(long first, long last, bool isDescending, int most, CancellationToken cancellationToken);
}
