using Pharos.Events;
using Pharos.Events.Indexing;

namespace Pharos.Storage.Indexing;

/// <summary>
/// Follows the log and keeps its index: behind the commit, so that no append waits for it, and in its own transactions, which hold how far it has come, so that a crash
/// repeats nothing and loses nothing. Whatever goes wrong with the index is tried again and never takes the log down. Safe for use by many threads.
/// </summary>
internal sealed class Indexer : IQueryIndex, IAsyncDisposable
{
    /// <summary>Most events of one transaction.</summary>
    public const int BatchSize = 4096;

    /// <summary>Events behind the head from which on somebody should know.</summary>
    public const long LagWorthTelling = 100_000;

    /// <summary>How long a query waits for the index.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // Nobody misses the newest moments of an index until somebody asks, and then it goes on at once; a transaction for each commit would cost the appender a fifth of its rate.
    private static readonly TimeSpan GatheringTime = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ShortestBackoff = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(30);

    private readonly IIndexedLog _log;
    private readonly IIndexStore _store;
    private readonly Func<CancellationToken, ValueTask<bool>> _isWriter;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _lookAgain;
    private readonly CancellationTokenSource _stopping = new();
    private readonly IndexProgress _progress = new();
    private readonly Task _running;
    private TimeSpan _backoff = ShortestBackoff;

    /// <param name="log">The log it follows.</param>
    /// <param name="store">Where the index is kept; the indexer closes it.</param>
    /// <param name="isWriter">Tells whether this node is the one that writes the index; the others follow what it writes.</param>
    /// <param name="clock">The clock, for waiting.</param>
    /// <param name="lookAgain">How often the writer looks whether another node has thrown the index away; null where there is no other node.</param>
    public Indexer(IIndexedLog log, IIndexStore store, Func<CancellationToken, ValueTask<bool>> isWriter, TimeProvider clock, TimeSpan? lookAgain = null)
    {
        _lookAgain = lookAgain ?? Timeout.InfiniteTimeSpan;
        _log = log;
        _store = store;
        _isWriter = isWriter;
        _clock = clock;
        IndexMetrics.Watch(this);
        _running = Task.Run(RunAsync);
    }

    /// <inheritdoc/>
    public Position Position => _progress.Position;

    /// <summary>Events behind the head.</summary>
    public long Lag => Math.Max(0, _log.Feed.Head.Value - Position.Value);

    /// <summary>What somebody should know about the index; empty when all is well.</summary>
    public IReadOnlyList<StoreFinding> Inspect()
    {
        var findings = new List<StoreFinding>();
        if (_progress.Failure is { } failure)
        {
            findings.Add(new StoreFinding("index.failing", $"The query index stands at {Position} and is tried again: {failure.Message} Searches fail meanwhile; appends do not.", IsFailure: false));
        }

        if (Lag > LagWorthTelling)
        {
            findings.Add(new StoreFinding("index.behind", $"The query index is {Lag} events behind the log, and searches wait for it. It catches up by itself.", IsFailure: false));
        }

        return findings;
    }

    /// <inheritdoc/>
    public async ValueTask RebuildAsync(IProgress<Position>? progress = null, CancellationToken cancellationToken = default)
    {
        var head = await _log.HeadAsync(cancellationToken);
        var asked = _progress.AskToDiscard("asked");
        while (!_progress.HasRemade(asked, head, out var moved))
        {
            await moved.WaitAsync(cancellationToken);
            progress?.Report(Position);
        }

        progress?.Report(Position);
    }

    /// <summary>Waits until the index holds a position, and lets the indexer hurry.</summary>
    /// <param name="needed">The position.</param>
    /// <param name="since">When the waiting began, by the clock's timestamps.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="EventLogUnavailableException"><c>index.behind</c> ten seconds after that; <c>log.closed</c>.</exception>
    public async ValueTask WaitAsync(Position needed, long since, CancellationToken cancellationToken)
    {
        if (Position >= needed)
        {
            return;
        }

        using var waiting = _progress.BeginWaiting();
        while (!_progress.HasReached(needed, out var moved))
        {
            var left = Patience - _clock.GetElapsedTime(since);
            try
            {
                await moved.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, _clock, cancellationToken);
            }
            catch (TimeoutException problem)
            {
                throw new EventLogUnavailableException(
                    "index.behind", $"The query index has reached {Position} of {needed}; the search gave up after {Patience.TotalSeconds:0} s. {_progress.Failure?.Message ?? "Try again later."}", problem);
            }
        }
    }

    /// <summary>A reader saw less than the indexer had said: the index was thrown away between the two.</summary>
    public void Correct(Position seen) => _progress.Lower(seen);

    /// <summary>Somebody met damage: the index is thrown away and made anew.</summary>
    public void Report(IndexDamagedException problem) => _progress.AskToDiscard("damaged", problem);

    /// <summary>Stops following, and closes the index.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        try
        {
            await _running;
        }
        finally
        {
            await _store.DisposeAsync();
            IndexMetrics.Forget(this);
            _stopping.Dispose();
        }
    }

    private async Task RunAsync()
    {
        try
        {
            while (!_stopping.IsCancellationRequested)
            {
                await TryAsync();
            }
        }
        finally
        {
            _progress.Close();
        }
    }

    private async Task TryAsync()
    {
        Exception failure;
        try
        {
            await FollowAsync(_stopping.Token);
            return;
        }
        catch (Exception) when (_stopping.IsCancellationRequested || _log.Feed.IsClosed)
        {
            await _stopping.CancelAsync();
            return;
        }
        catch (IndexDamagedException problem)
        {
            Report(problem);
            failure = problem;
        }
#pragma warning disable CA1031 // A bug of the index must not end it unseen, nor ever reach the log: it is told by the store's findings, and tried again.
        catch (Exception problem)
#pragma warning restore CA1031
        {
            failure = problem;
        }

        _progress.Fail(failure as EventLogUnavailableException ?? new EventLogUnavailableException("index.failing", failure.Message, failure));
        await Task.WhenAny(Task.Delay(_backoff, _clock, _stopping.Token), _progress.NextNudge());
        _backoff = _backoff * 2 < LongestBackoff ? _backoff * 2 : LongestBackoff;
    }

    // Ends when it must begin anew: the index is to be thrown away, another node has written it, or is to write it.
    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        if (_progress.TakeDiscard() is { } asked)
        {
            await _store.DiscardAsync(cancellationToken);
            IndexMetrics.Rebuilding(asked.Reason);
            _progress.Discarded(asked);
        }

        var mark = await _store.OpenAsync(cancellationToken);
        _progress.Advance(mark.Position);
        if (!await _isWriter(cancellationToken))
        {
            await WatchAsync(cancellationToken);
            return;
        }

        if (mark.Position > Position.Start && await _log.HashAsync(mark.Position, cancellationToken) != mark.Hash)
        {
            _progress.AskToDiscard("other-log");
            return;
        }

        var builder = new IndexBuilder(_store, mark);
        while (await HasMoreAsync(builder.Mark.Position, cancellationToken))
        {
            if (!await _isWriter(cancellationToken) || await IndexAsync(builder, cancellationToken) is not { } count)
            {
                return;
            }

            if (count < BatchSize && !_progress.IsAwaited)
            {
                await PauseAsync(GatheringTime);
            }
        }
    }

    // Null when another node has written since.
    private async ValueTask<int?> IndexAsync(IndexBuilder builder, CancellationToken cancellationToken)
    {
        var before = builder.Mark;
        var events = await _log.EnvelopesAsync(before.Position, BatchSize, cancellationToken);
        if (events.Count == 0 || await _log.HashAsync(new Position(events[^1].Position), cancellationToken) is not { } hash)
        {
            throw new EventLogUnavailableException("log.corrupt", $"The log's head is {_log.Feed.Head}, but no event stands behind {before.Position}: rows were removed.");
        }

        var change = await builder.AddAsync(events, hash, cancellationToken);
        if (!await _store.WriteAsync(before, change, cancellationToken))
        {
            return null;
        }

        _backoff = ShortestBackoff;
        _progress.Advance(change.Mark.Position);
        return events.Count;
    }

    // False when the index is to be thrown away.
    private async ValueTask<bool> HasMoreAsync(Position position, CancellationToken cancellationToken)
    {
        var more = _log.Feed.WaitBeyondAsync(position, cancellationToken).AsTask();
        while (!_progress.IsToBeDiscarded)
        {
            var nudge = _progress.NextNudge();
            var look = _lookAgain == Timeout.InfiniteTimeSpan ? nudge : Task.Delay(_lookAgain, _clock, cancellationToken);
            if (more.IsCompleted || await Task.WhenAny(more, nudge, look) == more)
            {
                await more;
                return !_log.Feed.IsClosed ? true : throw new EventLogUnavailableException("log.closed", "The event log has been closed.");
            }

            // Another node threw the index away and waits for this one to make it anew; with no event to come, nothing else would tell.
            if (_lookAgain != Timeout.InfiniteTimeSpan && look.IsCompletedSuccessfully && (await _store.OpenAsync(cancellationToken)).Position != position)
            {
                return false;
            }
        }

        return false;
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        while (!_progress.IsToBeDiscarded && !_log.Feed.IsClosed && !await _isWriter(cancellationToken))
        {
            _progress.Advance((await _store.OpenAsync(cancellationToken)).Position);
            await PauseAsync(_progress.IsAwaited ? TimeSpan.FromMilliseconds(10) : TimeSpan.FromMilliseconds(500));
        }
    }

    // Shorter when somebody begins to wait, or asks for another index.
    private async Task PauseAsync(TimeSpan time)
    {
        var nudge = _progress.NextNudge();
        if (!_progress.IsToBeDiscarded)
        {
            await Task.WhenAny(Task.Delay(time, _clock, _stopping.Token), nudge);
        }
    }
}
