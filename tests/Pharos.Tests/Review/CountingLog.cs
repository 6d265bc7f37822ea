using Pharos.Events;

namespace Pharos.Tests.Review;

/// <summary>A log that counts what it is asked, for tests of what something costs.</summary>
internal sealed class CountingLog(IEventLog inner) : IEventLog
{
    private int _reads;
    private int _appends;

    /// <summary>How many streams were read.</summary>
    public int Reads => Volatile.Read(ref _reads);

    /// <summary>How many batches were appended.</summary>
    public int Appends => Volatile.Read(ref _appends);

    public ValueTask<AppendOutcome> AppendAsync(AppendBatch batch, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _appends);
        return inner.AppendAsync(batch, cancellationToken);
    }

    public IAsyncEnumerable<EventRecord> ReadStreamAsync(StreamId stream, long fromVersion = 1, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _reads);
        return inner.ReadStreamAsync(stream, fromVersion, cancellationToken);
    }

    public IAsyncEnumerable<EventRecord> ReadAllAsync(Position after, CancellationToken cancellationToken = default) => inner.ReadAllAsync(after, cancellationToken);

    public ValueTask<EventPage> QueryAsync(EventQuery query, CancellationToken cancellationToken = default) => inner.QueryAsync(query, cancellationToken);

    public ValueTask<EventRecord?> FindOperationAsync(string actorId, OperationId operation, CancellationToken cancellationToken = default) => inner.FindOperationAsync(actorId, operation, cancellationToken);

    public ValueTask<EventRecord?> GetAsync(Position position, CancellationToken cancellationToken = default) => inner.GetAsync(position, cancellationToken);

    public Subscription Subscribe(Position after) => inner.Subscribe(after);

    public ValueTask<Position> HeadAsync(CancellationToken cancellationToken = default) => inner.HeadAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
