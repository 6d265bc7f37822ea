using Pharos.Events;

namespace Pharos.Tests.Gate.Degradation;

/// <summary>A log whose appends fail for as long as it is told to be away.</summary>
internal sealed class UnavailableLog(InMemoryEventLog inner) : IEventLog
{
    public bool IsAway { get; set; }

    public int Asked { get; private set; }

    public ValueTask<AppendOutcome> AppendAsync(AppendBatch batch, CancellationToken cancellationToken = default)
    {
        Asked++;
        return IsAway ? throw new EventLogUnavailableException("log.io", "made to fail") : inner.AppendAsync(batch, cancellationToken);
    }

    public IAsyncEnumerable<EventRecord> ReadStreamAsync(StreamId stream, long fromVersion = 1, CancellationToken cancellationToken = default) =>
        inner.ReadStreamAsync(stream, fromVersion, cancellationToken);

    public IAsyncEnumerable<EventRecord> ReadAllAsync(Position after, CancellationToken cancellationToken = default) => inner.ReadAllAsync(after, cancellationToken);

    public ValueTask<EventPage> QueryAsync(EventQuery query, CancellationToken cancellationToken = default) => inner.QueryAsync(query, cancellationToken);

    public ValueTask<EventRecord?> FindOperationAsync(string actorId, OperationId operation, CancellationToken cancellationToken = default) =>
        inner.FindOperationAsync(actorId, operation, cancellationToken);

    public ValueTask<EventRecord?> GetAsync(Position position, CancellationToken cancellationToken = default) => inner.GetAsync(position, cancellationToken);

    public Subscription Subscribe(Position after) => inner.Subscribe(after);

    public ValueTask<Position> HeadAsync(CancellationToken cancellationToken = default) => inner.HeadAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
