using System.Diagnostics.Metrics;
using Microsoft.Data.Sqlite;
using Pharos.Events;
using SQLitePCL;

namespace Pharos.Storage.Sqlite;

/// <summary>
/// The one that writes. Batches that arrive while a commit is being made durable form the next one, so the cost of a commit is shared by everybody who waits and no
/// artificial delay is needed.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    /// <summary>A commit takes no further batch when it holds this many events. A batch is never divided, so a commit may hold almost a batch more.</summary>
    public const int MaximumGroup = 512;

    // Likewise in bytes, so that a burst of large payloads does not make everybody wait for one enormous commit.
    private const long MaximumGroupBytes = 16 * 1024 * 1024;

    private static readonly Meter Meter = new("Pharos.Events");
    private static readonly Counter<long> AppendedEvents = Meter.CreateCounter<long>("pharos.log.appended", "{event}", "Events appended.");
    private static readonly Histogram<double> CommitDuration = Meter.CreateHistogram<double>("pharos.log.commit.duration", "s", "Time of one commit, made durable.");
    private static readonly Histogram<int> GroupSize = Meter.CreateHistogram<int>("pharos.log.commit.size", "{event}", "Events in one commit.");

    private readonly AppendQueue _queue = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SqliteConnection _connection;
    private readonly HeadsFile _heads;
    private readonly CommitFeed _feed;
    private readonly TimeProvider _clock;
    private readonly EventAppender _appender;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly WriteAheadCheckpoints _checkpoints;
    private bool _isUncertain;
    private volatile bool _hasRemains;
    private volatile EventLogUnavailableException? _problem;

    public SqliteWriter(SqliteConnection connection, StreamCategories categories, HeadsFile heads, CommitFeed feed, TimeProvider clock)
    {
        _connection = connection;
        _heads = heads;
        _feed = feed;
        _clock = clock;
        _appender = new EventAppender(connection, categories);
        _begin = new SqliteStatement(connection, "BEGIN IMMEDIATE");
        _commit = new SqliteStatement(connection, "COMMIT");
        _checkpoints = new WriteAheadCheckpoints(connection);
        feed.StartAt(_appender.Position);

        // Not a thread of the pool: waiting for the disk would hold one of the few that answer callers.
        new Thread(Run) { IsBackground = true, Name = "log writer" }.Start();
    }

    /// <summary>Why the last commit failed; null when it succeeded.</summary>
    public EventLogUnavailableException? Problem => _problem;

    /// <summary>Whether the write-ahead log may still hold bytes that were removed.</summary>
    public bool HasRemains => _hasRemains;

    /// <summary>Whether heads are written beside the database.</summary>
    public bool WritesHeads => _heads.IsWritten;

    public ValueTask EnqueueAsync(PendingWork pending, CancellationToken cancellationToken) => _queue.EnqueueAsync(pending, cancellationToken);

    /// <summary>Writes what waits, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        try
        {
            await _ended.Task;
        }
        finally
        {
            await _checkpoints.DisposeAsync();
            _appender.Dispose();
            _begin.Dispose();
            _commit.Dispose();
            _heads.Dispose();
            await _connection.DisposeAsync();
        }
    }

    private void Run()
    {
        List<PendingWork> taken = [];
        try
        {
            while (_queue.Take(taken, MaximumGroup, MaximumGroupBytes))
            {
                while (taken.Count > 0 && TryCommit(taken) is { } culprit)
                {
                    taken.Remove(culprit);
                }

                // A new one, because the last is being answered.
                taken = new List<PendingWork>(taken.Count);
            }

            _ended.TrySetResult();
        }
#pragma warning disable CA1031 // A bug on a thread of its own would end the process; it is told to whoever closes the log instead.
        catch (Exception problem)
#pragma warning restore CA1031
        {
            _ended.TrySetException(problem);
        }
        finally
        {
            // Nothing is left when the log was closed. When a bug ended the writer, those who wait must hear of it instead of waiting for ever.
            _queue.Close();
            var closed = new EventLogUnavailableException("log.closed", "The event log's writer has ended.");
            do
            {
                taken.ForEach(pending => pending.Fail(closed));
                taken.Clear();
            }
            while (_queue.Take(taken, MaximumGroup, MaximumGroupBytes));
        }
    }

    // Answers every batch and returns null; or returns the one batch whose own fault ended the transaction, answered with it, and the others are tried again.
    private PendingWork? TryCommit(List<PendingWork> taken)
    {
        var started = _clock.GetTimestamp();
        PendingWork? current = null;
        _appender.Begin();
        try
        {
            if (_isUncertain)
            {
                Settle();
            }

            _begin.Run();
            foreach (var pending in taken)
            {
                current = pending;
                pending.Apply(_appender);
            }

            current = null;
            _commit.Run();
        }
        catch (Exception problem) when (problem is EventLogUnavailableException or SqliteException)
        {
            _isUncertain = true;
            Recover(taken, InWords(problem));
            return null;
        }
        catch (Exception problem) when (current is not null)
        {
            _isUncertain = true;
            current.Throw(problem);
            return current;
        }

        _problem = null;
        Announce(taken);
        if (_appender.Group.Count > 0)
        {
            AppendedEvents.Add(_appender.Group.Count);
            GroupSize.Record(_appender.Group.Count);
            CommitDuration.Record(_clock.GetElapsedTime(started).TotalSeconds);
        }

        return null;
    }

    private void Announce(List<PendingWork> taken)
    {
        // Before the feed is told: a failure between that and the waking would leave its readers asleep for ever.
        if (_hasRemains || _appender.HasRemoved)
        {
            _hasRemains = !TryTruncate();
        }

        var mustWake = false;
        if (_appender.Group.Count > 0)
        {
            _heads.Append(_appender.Position, _appender.Hash);
            if (_appender.HasRemoved)
            {
                _feed.Reset(_appender.Position);
            }
            else
            {
                mustWake = _feed.Add(_appender.Group);
            }
        }

        // One hand-over to the pool instead of one for every caller: whoever answers them is not whom the next group waits for.
        ThreadPool.UnsafeQueueUserWorkItem(static answered => answered.ForEach(static pending => pending.Complete()), taken, preferLocal: false);
        if (mustWake)
        {
            // Behind the callers: a dozen read models that follow every commit would take the processors from the answers.
            _feed.Wake();
        }

        _checkpoints.Note(_appender.Group);
    }

    // The write-ahead log still holds what a removal took out of the table. A reader in the middle of an old page prevents this; it is tried again after every commit.
    private bool TryTruncate()
    {
        var result = raw.sqlite3_wal_checkpoint_v2(_connection.Handle, "main", raw.SQLITE_CHECKPOINT_TRUNCATE, out _, out _);
        return result == raw.SQLITE_OK;
    }

    // A commit that failed may still have become durable (an error after the write). The file says which, and only then are callers answered.
    private void Recover(List<PendingWork> taken, EventLogUnavailableException problem)
    {
        var hoped = _appender.Group.Count > 0 ? _appender.Group[^1] : null;
        var hasRemoved = _appender.HasRemoved;
        try
        {
            Settle();
        }
        catch (Exception second) when (second is EventLogUnavailableException or SqliteException)
        {
            problem = new EventLogUnavailableException(problem.Code, $"{problem.Message} Afterwards: {second.Message}", second);
        }

        // While it is uncertain, position and hash are still the hoped ones and prove nothing.
        if (!_isUncertain && hoped is not null && hoped.Position == _appender.Position && hoped.Hash == _appender.Hash)
        {
            _hasRemains |= hasRemoved;
            taken.ForEach(static pending => pending.Complete());
            return;
        }

        _problem = problem;
        taken.ForEach(pending => pending.Fail(problem));
    }

    // Makes memory agree with the file again. Until it has succeeded nothing is written: an event sealed onto a position that was never committed would break the chain.
    private void Settle()
    {
        if (raw.sqlite3_get_autocommit(_connection.Handle) == 0)
        {
            // A full disk has rolled back already, and then there is no transaction to end.
            Step("ROLLBACK");
        }

        _appender.Settle();
        _isUncertain = false;
        if (_appender.Position > _feed.Head)
        {
            _heads.Append(_appender.Position, _appender.Hash);
            _feed.Reset(_appender.Position);
        }
    }

    private static EventLogUnavailableException InWords(Exception problem) =>
        problem as EventLogUnavailableException ?? SqliteFailure.Of((SqliteException)problem, "append to the event log");

    private void Step(string sql)
    {
        var result = raw.sqlite3_exec(_connection.Handle, sql);
        if (result != raw.SQLITE_OK)
        {
            throw SqliteFailure.Of(result, raw.sqlite3_errmsg(_connection.Handle).utf8_to_string(), "append to the event log");
        }
    }
}
