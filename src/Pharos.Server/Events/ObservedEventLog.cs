using Pharos.Events;

namespace Pharos.Server.Events;

/// <summary>The log with its appends measured, and with what readiness must know: whether the last append failed.</summary>
internal sealed class ObservedEventLog(IEventLog inner, TimeProvider clock) : IEventLog
{
    private volatile EventLogUnavailableException? _failure;

    /// <summary>Why the last append failed; null when it did not.</summary>
    public EventLogUnavailableException? Failure => _failure;

    public async ValueTask<AppendOutcome> AppendAsync(AppendBatch batch, CancellationToken cancellationToken = default)
    {
        var started = clock.GetTimestamp();
        try
        {
            var outcome = await inner.AppendAsync(batch, cancellationToken);
            _failure = null;
            ServerMetrics.Appended(NameOf(outcome), clock.GetElapsedTime(started));
            return outcome;
        }
        catch (EventLogUnavailableException unavailable)
        {
            _failure = unavailable;
            ServerMetrics.Appended(unavailable.Code, clock.GetElapsedTime(started));
            throw;
        }
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

    private static string NameOf(AppendOutcome outcome) => outcome switch
    {
        AppendOutcome.Appended => "appended",
        AppendOutcome.Duplicate => "duplicate",
        AppendOutcome.Mismatch => "mismatch",
        AppendOutcome.Conflict => "conflict",
        _ => "refused",
    };
}
