using Pharos.Events;

namespace Pharos.Tests.Review;

/// <summary>A log that lets others go first between reading and appending, as a network does, so that races happen in a test too.</summary>
internal sealed class HesitantLog(IEventLog inner) : IEventLog
{
    private int _turn;

    public async ValueTask<AppendOutcome> AppendAsync(AppendBatch batch, CancellationToken cancellationToken = default)
    {
        for (var i = Interlocked.Increment(ref _turn) % 4; i > 0; i--)
        {
            await Task.Yield();
        }

        return await inner.AppendAsync(batch, cancellationToken);
    }

    public IAsyncEnumerable<EventRecord> ReadStreamAsync(StreamId stream, long fromVersion = 1, CancellationToken cancellationToken = default) => inner.ReadStreamAsync(stream, fromVersion, cancellationToken);

    public IAsyncEnumerable<EventRecord> ReadAllAsync(Position after, CancellationToken cancellationToken = default) => inner.ReadAllAsync(after, cancellationToken);

    public ValueTask<EventPage> QueryAsync(EventQuery query, CancellationToken cancellationToken = default) => inner.QueryAsync(query, cancellationToken);

    public ValueTask<EventRecord?> FindOperationAsync(string actorId, OperationId operation, CancellationToken cancellationToken = default) => inner.FindOperationAsync(actorId, operation, cancellationToken);

    public ValueTask<EventRecord?> GetAsync(Position position, CancellationToken cancellationToken = default) => inner.GetAsync(position, cancellationToken);

    public Subscription Subscribe(Position after) => inner.Subscribe(after);

    public ValueTask<Position> HeadAsync(CancellationToken cancellationToken = default) => inner.HeadAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
