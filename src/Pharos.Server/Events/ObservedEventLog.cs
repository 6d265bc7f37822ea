using Pharos.Events;

namespace Pharos.Server.Events;

/// <summary>The log with its appends measured, and with what readiness must know: whether the last append failed.</summary>
internal sealed class ObservedEventLog(IEventLog inner, TimeProvider clock) : IEventLog
{
    private volatile EventLogUnavailableException? _failure;
    private long _failingSince;

    /// <summary>Why the last append failed; null when it did not.</summary>
    public EventLogUnavailableException? Failure => _failure;

    /// <summary>How long appends have failed; zero when the last one did not.</summary>
    public TimeSpan FailingFor => _failure is null || Volatile.Read(ref _failingSince) is not (var since and not 0) ? TimeSpan.Zero : clock.GetElapsedTime(since);

    public async ValueTask<AppendOutcome> AppendAsync(AppendBatch batch, CancellationToken cancellationToken = default)
    {
        var started = clock.GetTimestamp();
        try
        {
            var outcome = await inner.AppendAsync(batch, cancellationToken);
            if (_failure is not null)
            {
                _failure = null;
                Volatile.Write(ref _failingSince, 0);
            }

            ServerMetrics.Appended(NameOf(outcome), clock.GetElapsedTime(started));
            return outcome;
        }
        catch (EventLogUnavailableException unavailable)
        {
            Interlocked.CompareExchange(ref _failingSince, clock.GetTimestamp(), 0);
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
