using Pharos.Events;

namespace Pharos.Tests.Review.Elicitations;

/// <summary>A log that counts how often a stream is read from its store.</summary>
internal sealed class StreamReads(IEventLog inner) : IEventLog
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public ValueTask<AppendOutcome> AppendAsync(AppendBatch batch, CancellationToken cancellationToken = default) => inner.AppendAsync(batch, cancellationToken);

    public IAsyncEnumerable<EventRecord> ReadStreamAsync(StreamId stream, long fromVersion = 1, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _count);
        return inner.ReadStreamAsync(stream, fromVersion, cancellationToken);
    }

    public IAsyncEnumerable<EventRecord> ReadAllAsync(Position after, CancellationToken cancellationToken = default) => inner.ReadAllAsync(after, cancellationToken);

    public ValueTask<EventPage> QueryAsync(EventQuery query, CancellationToken cancellationToken = default) => inner.QueryAsync(query, cancellationToken);

    public ValueTask<EventRecord?> FindOperationAsync(string actorId, OperationId operation, CancellationToken cancellationToken = default) =>
        inner.FindOperationAsync(actorId, operation, cancellationToken);

    public ValueTask<EventRecord?> GetAsync(Position position, CancellationToken cancellationToken = default) => inner.GetAsync(position, cancellationToken);

    public Subscription Subscribe(Position after) => inner.Subscribe(after);

    public ValueTask<Position> HeadAsync(CancellationToken cancellationToken = default) => inner.HeadAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
