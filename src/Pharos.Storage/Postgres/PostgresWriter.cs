using System.Diagnostics.Metrics;
using Npgsql;
using Pharos.Events;
using Pharos.Storage.Sqlite;

namespace Pharos.Storage.Postgres;

/// <summary>
/// The one of this node that writes. Batches that arrive while a commit is under way form the next one, so the cost of a commit is shared by everybody who waits. Several nodes
/// take turns at the head row.
/// </summary>
internal sealed class PostgresWriter : IAsyncDisposable
{
    /// <summary>A commit takes no further batch when it holds this many events. A batch is never divided, so a commit may hold almost a batch more.</summary>
    public const int MaximumGroup = 512;

    // Likewise in bytes, so that a burst of large payloads does not make everybody wait for one enormous commit.
    private const long MaximumGroupBytes = 16 * 1024 * 1024;

    // How long work waits for a server that restarts or fails over; whoever comes while it is known to be away is answered after one attempt.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private static readonly Meter Meter = new("Pharos.Events");
    private static readonly Counter<long> AppendedEvents = Meter.CreateCounter<long>("pharos.log.appended", "{event}", "Events appended.");
    private static readonly Histogram<double> CommitDuration = Meter.CreateHistogram<double>("pharos.log.commit.duration", "s", "Time of one commit, made durable.");
    private static readonly Histogram<int> GroupSize = Meter.CreateHistogram<int>("pharos.log.commit.size", "{event}", "Events in one commit.");
    private static readonly Counter<long> Reconnects = Meter.CreateCounter<long>("pharos.log.reconnects", "{session}", "Sessions of the writer that were lost and opened again.");

    private readonly WorkQueue _queue = new();
    private readonly PostgresConnections _connections;
    private readonly PostgresCategories _categories;
    private readonly HeadsFile _heads;
    private readonly LogFollower _follower;
    private readonly TimeProvider _clock;
    private readonly HeadMemory _memory = new();
    private readonly CancellationTokenSource _stopping = new();
    private WriterSession? _session;
    private Task _running = Task.CompletedTask;
    private volatile EventLogUnavailableException? _failure;
    private bool _isAway;
    private bool _hasOpened;

    public PostgresWriter(PostgresConnections connections, PostgresCategories categories, HeadsFile heads, LogFollower follower, TimeProvider clock)
    {
        _connections = connections;
        _categories = categories;
        _heads = heads;
        _follower = follower;
        _clock = clock;
    }

    /// <summary>Why the last work failed; null when it did not.</summary>
    public EventLogUnavailableException? Failure => _failure;

    /// <summary>Looks where the log ends and begins to work.</summary>
    public async Task<Position> StartAsync()
    {
        await ConnectAsync([]);
        _running = Task.Run(RunAsync);
        return new Position(_memory.Head.Position);
    }

    public ValueTask EnqueueAsync(PendingWork pending, CancellationToken cancellationToken) => _queue.EnqueueAsync(pending, cancellationToken);

    /// <summary>Writes what waits, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        await _stopping.CancelAsync();
        try
        {
            await _running;
        }
        finally
        {
            await DropAsync();
            _queue.Dispose();
            _heads.Dispose();
            _stopping.Dispose();
        }
    }

    private async Task RunAsync()
    {
        WriterTask? current = null;
        try
        {
            while (await _queue.WaitAsync())
            {
                while ((current = Next()) is not null)
                {
                    await PersistAsync(current);
                }
            }
        }
        finally
        {
            // Nothing is left when the log was closed. When a bug ended the writer, those who wait must hear of it instead of waiting for ever.
            _queue.Close();
            var closed = new EventLogUnavailableException("log.closed", "The event log's writer has ended.");
            current?.Fail(closed);
            while (_queue.Take() is { } left)
            {
                left.Fail(closed);
            }
        }
    }

    private WriterTask? Next()
    {
        var taken = new List<PendingAppend>();
        var events = 0;
        long bytes = 0;
        while (events < MaximumGroup && bytes < MaximumGroupBytes && _queue.Peek() is { } next)
        {
            if (next is not PendingAppend && taken.Count > 0)
            {
                break;
            }

            _queue.Take();
            if (!next.TryTake())
            {
                continue;
            }

            switch (next)
            {
                case PendingAppend append:
                    taken.Add(append);
                    events += append.Events;
                    bytes += append.PayloadBytes;
                    break;
                case PendingRemoval removal:
                    return new RemovalTask(removal);
                case PendingImport import:
                    return new ImportTask(import);
                default:
                    throw new InvalidOperationException($"{next.GetType().Name} is no work of the writer.");
            }
        }

        return taken.Count > 0 ? new AppendGroup(taken) : null;
    }

    private async Task PersistAsync(WriterTask task)
    {
        var started = _clock.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            EventLogUnavailableException problem;
            try
            {
                if (_session is null && await ConnectAsync(task.Written))
                {
                    // The answer was lost, the commit was not.
                    Announce(task, started);
                    return;
                }

                await task.AttemptAsync(_session!, _memory, _categories, _follower.Node);
                Announce(task, started);
                return;
            }
            catch (Exception failure) when (PostgresFailure.IsOne(failure))
            {
                problem = PostgresFailure.Of(failure, "append to the event log");
                await DropAsync();
            }
            catch (Exception bug)
            {
                // What the session has under way is unknown; the next one asks.
                await DropAsync();
                task.Fail(bug);
                return;
            }

            if (!PostgresFailure.IsPassing(problem) || _isAway || _stopping.IsCancellationRequested || _clock.GetElapsedTime(started) + pause > Patience)
            {
                _isAway = PostgresFailure.IsPassing(problem);
                _failure = problem;
                task.Fail(problem);
                return;
            }

            await PauseAsync(pause);
        }
    }

    private void Announce(WriterTask task, long started)
    {
        _isAway = false;
        _failure = null;
        if (task.Written.Count > 0)
        {
            var last = task.Written[^1];
            _heads.Append(last.Position, last.Hash);
            _follower.Publish(task.Written, task.HasRemoved);
            AppendedEvents.Add(task.Written.Count);
            GroupSize.Record(task.Written.Count);
            CommitDuration.Record(_clock.GetElapsedTime(started).TotalSeconds);
        }

        task.Complete();
    }

    // Opens a session, makes sure that nothing of an earlier one is still under way, and makes memory agree with the log.
    // Answers whether the events of an attempt whose answer was lost do stand.
    private async Task<bool> ConnectAsync(IReadOnlyList<EventRecord> hoped)
    {
        if (_hasOpened)
        {
            Reconnects.Add(1);
        }

        var session = await WriterSession.OpenAsync(_connections, CancellationToken.None);
        try
        {
            var head = await session.FenceAsync();
            if (_hasOpened)
            {
                await CheckNothingLostAsync(session, head);
            }

            var stands = hoped.Count > 0 && await IsThereAsync(session, head, hoped[^1].Position.Value, hoped[^1].Hash);
            _memory.Learn(head);
            _session = session;
            _hasOpened = true;
            return stands;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    // A standby that was promoted without having had everything: the events after its end were acknowledged and read, and are gone. Going on would put others in their places.
    private async Task CheckNothingLostAsync(WriterSession session, LogHead head)
    {
        var known = _memory.Head;
        if (!await IsThereAsync(session, head, known.Position, known.Hash))
        {
            throw new EventLogUnavailableException(
                "log.rewound",
                $"The event that this node knows at {known.Position} is no longer in the log, which ends at {head.Position}: a server took over that had not got every commit. Bring the old one back; or restart Pharos to go on without those events, which \"pharos log verify\" will keep reporting.");
        }
    }

    private static async Task<bool> IsThereAsync(WriterSession session, LogHead head, long position, Digest hash)
    {
        if (position == head.Position)
        {
            return head.Hash == hash;
        }

        return position == 0 || (position < head.Position && await session.HashAtAsync(position) == hash);
    }

    private async ValueTask DropAsync()
    {
        if (_session is { } session)
        {
            _session = null;
            try
            {
                await session.DisposeAsync();
            }
            catch (NpgsqlException)
            {
                // It is broken, which is why it is dropped.
            }
        }
    }

    private async Task PauseAsync(TimeSpan pause)
    {
        try
        {
            await Task.Delay(pause, _clock, _stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // One last attempt, and then whoever waits is answered.
        }
    }
}
