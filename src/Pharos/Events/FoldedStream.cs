namespace Pharos.Events;

/// <summary>
/// A small state that is the fold over one stream, kept in memory beside the log: tokens, registrations. The stream's version is checked with every append, so
/// a decision is never made on a state that somebody else has moved. Reading <see cref="State"/> is free; changes are made one at a time.
/// </summary>
/// <typeparam name="TState">An immutable state.</typeparam>
public sealed class FoldedStream<TState> : IDisposable
    where TState : class
{
    /// <summary>How often an append is tried where other nodes come first. Each time one of them has succeeded, so eight in a row is a crowd and no chance.</summary>
    internal const int MaximumAttempts = 8;

    private readonly IEventLog _log;
    private readonly StreamId _stream;
    private readonly TState _empty;
    private readonly Func<TState, EventRecord, TState> _apply;
    private readonly SemaphoreSlim _changing = new(1, 1);
    private volatile Folded _folded;

    internal FoldedStream(IEventLog log, StreamId stream, TState empty, Func<TState, EventRecord, TState> apply)
    {
        _log = log;
        _stream = stream;
        _empty = empty;
        _apply = apply;
        _folded = new Folded(empty, 0);
    }

    /// <summary>The state after every event that was appended so far.</summary>
    public TState State => _folded.State;

    /// <summary>The state with the version of the stream that made it, for a batch that writes this stream together with others; <see cref="RefreshAsync"/> afterwards.</summary>
    internal (TState State, long Version) Current
    {
        get
        {
            var folded = _folded;
            return (folded.State, folded.Version);
        }
    }

    /// <summary>Appends what a decision on the current state asks for. Where another node came first, what it appended is folded and the decision is made anew.</summary>
    /// <param name="decide">Gives the event to append, or null when the state needs none. Must not block: it runs while other changes wait, and may run several times.</param>
    /// <param name="cancellationToken">Gives up before the append has begun.</param>
    /// <returns>The log's outcome, a conflict only where others came first <see cref="MaximumAttempts"/> times in a row; or null when nothing was to be appended.</returns>
    public async ValueTask<AppendOutcome?> AppendAsync(Func<TState, NewEvent?> decide, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                if (decide(State) is not { } next)
                {
                    return null;
                }

                var outcome = await _log.AppendAsync(new AppendBatch([next with { Stream = _stream }], [new ExpectedVersion(_stream, _folded.Version)], null), cancellationToken);

                // Once appended the event stands, so the fold must see it even when the caller has gone.
                await CatchUpAsync(CancellationToken.None);
                if (outcome is not AppendOutcome.Conflict || attempt == MaximumAttempts)
                {
                    return outcome;
                }
            }
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Takes up what other nodes on the log have appended.</summary>
    public async ValueTask RefreshAsync(CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            await CatchUpAsync(cancellationToken);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Folds the stream from its beginning, because something in it was erased.</summary>
    internal async ValueTask FoldAnewAsync(CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            _folded = await ReadAsync(new Folded(_empty, 0), cancellationToken);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _changing.Dispose();

    internal async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        // Both move together at the end: a read that breaks off half way would otherwise leave events counted as seen that no state has.
        _folded = await ReadAsync(_folded, cancellationToken);
    }

    private async Task<Folded> ReadAsync(Folded from, CancellationToken cancellationToken)
    {
        var (state, version) = from;
        await foreach (var record in _log.ReadStreamAsync(_stream, version + 1, cancellationToken))
        {
            state = _apply(state, record);
            version = record.Version;
        }

        return new Folded(state, version);
    }

    private sealed record Folded(TState State, long Version);
}

/// <summary>Opens folded streams.</summary>
public static class FoldedStream
{
    /// <summary>Reads the stream and folds it.</summary>
    /// <typeparam name="TState">An immutable state.</typeparam>
    /// <param name="log">The log that holds the stream.</param>
    /// <param name="stream">The stream; it need not exist yet.</param>
    /// <param name="empty">The state before the first event.</param>
    /// <param name="apply">Makes the next state; unknown event types must leave it as it is.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    public static async Task<FoldedStream<TState>> OpenAsync<TState>(
        IEventLog log, StreamId stream, TState empty, Func<TState, EventRecord, TState> apply, CancellationToken cancellationToken)
        where TState : class
    {
        var folded = new FoldedStream<TState>(log, stream, empty, apply);
        await folded.CatchUpAsync(cancellationToken);
        return folded;
    }
}
