namespace Pharos.Events;

/// <summary>
/// The append-only record of everything that happened: the one thing everybody writes and everything else reads. Positions are contiguous from 1 and in commit
/// order, so a reader that remembers a position never misses an event. All members may be called concurrently.
/// Failures of the environment throw <see cref="EventLogUnavailableException"/>.
/// </summary>
public interface IEventLog : IAsyncDisposable
{
    /// <summary>
    /// Appends a batch and answers when it is durable. An operation that was done before answers first, before versions are compared.
    /// Cancelling withdraws a batch that the log has not begun to write, so a cancelled append has written nothing;
    /// once begun it is finished and its outcome returned.
    /// </summary>
    ValueTask<AppendOutcome> AppendAsync(AppendBatch batch, CancellationToken cancellationToken = default);

    /// <summary>Reads a stream in version order, from a version (the first is 1) to its end at the time it is reached.</summary>
    IAsyncEnumerable<EventRecord> ReadStreamAsync(StreamId stream, long fromVersion = 1, CancellationToken cancellationToken = default);

    /// <summary>Reads the whole log in position order behind a position, to its end at the time it is reached.</summary>
    IAsyncEnumerable<EventRecord> ReadAllAsync(Position after, CancellationToken cancellationToken = default);

    /// <summary>Answers one page of a query. It sees everything whose append was answered before the call.</summary>
    ValueTask<EventPage> QueryAsync(EventQuery query, CancellationToken cancellationToken = default);

    /// <summary>The first event of the batch that carried an actor's operation, or null.</summary>
    ValueTask<EventRecord?> FindOperationAsync(string actorId, OperationId operation, CancellationToken cancellationToken = default);

    /// <summary>The event at a position, or null.</summary>
    ValueTask<EventRecord?> GetAsync(Position position, CancellationToken cancellationToken = default);

    /// <summary>
    /// Every event behind a position, each once and in order: first those that exist, then those to come. The subscriber pulls at its own speed and never
    /// slows an append.
    /// </summary>
    Subscription Subscribe(Position after);

    /// <summary>Every event behind a position that matches, each once and in order. A subscriber that waits costs nothing when other events are appended.</summary>
    Subscription Subscribe(Position after, EventFilter filter) => Subscribe(after).Matching(filter);

    /// <summary>The position of the newest durable event; 0 for an empty log.</summary>
    ValueTask<Position> HeadAsync(CancellationToken cancellationToken = default);
}
