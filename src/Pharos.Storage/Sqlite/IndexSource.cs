using Pharos.Events;
using Pharos.Storage.Indexing;

namespace Pharos.Storage.Sqlite;

/// <summary>The SQLite log as its index sees it.</summary>
internal sealed class IndexSource(SqliteReader reader, CommitFeed feed) : IIndexedLog
{
    public CommitFeed Feed => feed;

    public ValueTask<Position> HeadAsync(CancellationToken cancellationToken) => new(feed.Head);

    public ValueTask<IReadOnlyList<IndexedEvent>> EnvelopesAsync(Position after, int most, CancellationToken cancellationToken) =>
        new(feed.TryTake(after, most) is { } kept ? [.. kept.Select(IndexedEvent.Of)] : reader.Envelopes(after, most));

    public ValueTask<Digest?> HashAsync(Position position, CancellationToken cancellationToken) =>
        new(feed.TryTake(new Position(position.Value - 1), 1) is [var kept] ? kept.Hash : reader.Hash(position));

    public ValueTask<IReadOnlyList<EventRecord>> RowsAsync(IReadOnlyList<long> positions, long fromAt, long toAt, CancellationToken cancellationToken) =>
        new(reader.At(positions, fromAt, toAt));

    public ValueTask<IReadOnlyList<EventRecord>> WalkAsync(long first, long last, bool isDescending, int most, CancellationToken cancellationToken) =>
        new(reader.Between(first, last, isDescending, most));
}
