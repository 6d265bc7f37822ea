using System.Diagnostics.Metrics;
using System.Threading.Channels;
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

    // Enough for a thousand agents to wait; beyond it callers are slowed down instead of memory being filled.
    private const int QueueCapacity = 4096;

    // Heads of streams that were appended to lately; a stream that is not in it costs one look-up.
    private const int MaximumKnownStreams = 100_000;

    private static readonly Meter Meter = new("Pharos.Events");
    private static readonly Counter<long> AppendedEvents = Meter.CreateCounter<long>("pharos.log.appended", "{event}", "Events appended.");
    private static readonly Histogram<double> CommitDuration = Meter.CreateHistogram<double>("pharos.log.commit.duration", "s", "Time of one commit, made durable.");
    private static readonly Histogram<int> GroupSize = Meter.CreateHistogram<int>("pharos.log.commit.size", "{event}", "Events in one commit.");

    private readonly Channel<PendingBatch> _queue =
        Channel.CreateBounded<PendingBatch>(new BoundedChannelOptions(QueueCapacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly SqliteConnection _connection;
    private readonly StreamCategories _categories;
    private readonly HeadsFile _heads;
    private readonly CommitFeed _feed;
    private readonly TimeProvider _clock;
    private readonly EventInsert _insert;
    private readonly SqliteLookups _lookups;
    private readonly Dictionary<StreamId, long> _versions = [];
    private readonly List<EventRecord> _group = [];
    private readonly Task _running;
    private long _position;
    private Digest _hash;
    private bool _isUncertain;

    public SqliteWriter(SqliteConnection connection, StreamCategories categories, HeadsFile heads, CommitFeed feed, TimeProvider clock)
    {
        _connection = connection;
        _categories = categories;
        _heads = heads;
        _feed = feed;
        _clock = clock;
        _insert = new EventInsert(connection);
        _lookups = new SqliteLookups(connection);
        (_position, _hash) = _lookups.Head();
        feed.StartAt(new Position(_position));
        _running = Task.Run(RunAsync);
    }

    public ValueTask EnqueueAsync(PendingBatch pending, CancellationToken cancellationToken) => _queue.Writer.WriteAsync(pending, cancellationToken);

    /// <summary>Writes what waits, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        try
        {
            await _running;
        }
        finally
        {
            _insert.Dispose();
            _lookups.Dispose();
            _heads.Dispose();
            await _connection.DisposeAsync();
        }
    }

    private async Task RunAsync()
    {
        var taken = new List<PendingBatch>();
        try
        {
            while (await _queue.Reader.WaitToReadAsync())
            {
                Take(taken);
                while (taken.Count > 0 && TryCommit(taken) is { } culprit)
                {
                    taken.Remove(culprit);
                }

                taken.Clear();
            }
        }
        finally
        {
            // Nothing is left when the log was closed. When a bug ended the writer, those who wait must hear of it instead of waiting for ever.
            _queue.Writer.TryComplete();
            var closed = new EventLogUnavailableException("log.closed", "The event log's writer has ended.");
            taken.ForEach(pending => pending.Fail(closed));
            while (_queue.Reader.TryRead(out var left))
            {
                left.Fail(closed);
            }
        }
    }

    private void Take(List<PendingBatch> taken)
    {
        var events = 0;
        long bytes = 0;
        while (events < MaximumGroup && bytes < MaximumGroupBytes && _queue.Reader.TryRead(out var pending))
        {
            if (pending.TryTake())
            {
                taken.Add(pending);
                events += pending.Batch.Events.Count;
                bytes += pending.PayloadBytes;
            }
        }
    }

    // Answers every batch and returns null; or returns the one batch whose own fault ended the transaction, answered with it, and the others are tried again.
    private PendingBatch? TryCommit(List<PendingBatch> taken)
    {
        var started = _clock.GetTimestamp();
        PendingBatch? current = null;
        _group.Clear();
        try
        {
            if (_isUncertain)
            {
                Settle();
            }

            Step("BEGIN IMMEDIATE");
            foreach (var pending in taken)
            {
                current = pending;
                pending.Outcome = Apply(pending);
            }

            current = null;
            Step("COMMIT");
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
            current.Fail(problem);
            return current;
        }

        Announce(taken);
        if (_group.Count > 0)
        {
            AppendedEvents.Add(_group.Count);
            GroupSize.Record(_group.Count);
            CommitDuration.Record(_clock.GetElapsedTime(started).TotalSeconds);
        }

        return null;
    }

    private void Announce(List<PendingBatch> taken)
    {
        if (_group.Count > 0)
        {
            _heads.Append(new Position(_position), _hash);
            _feed.Publish(_group);
        }

        if (_versions.Count > MaximumKnownStreams)
        {
            _versions.Clear();
        }

        taken.ForEach(static pending => pending.Complete());
    }

    // A commit that failed may still have become durable (an error after the write). The file says which, and only then are callers answered.
    private void Recover(List<PendingBatch> taken, EventLogUnavailableException problem)
    {
        var hoped = _group.Count > 0 ? _group[^1] : null;
        try
        {
            Settle();
        }
        catch (Exception second) when (second is EventLogUnavailableException or SqliteException)
        {
            problem = new EventLogUnavailableException(problem.Code, $"{problem.Message} Afterwards: {second.Message}", second);
        }

        // While it is uncertain, position and hash are still the hoped ones and prove nothing.
        if (!_isUncertain && hoped is not null && hoped.Position.Value == _position && hoped.Hash == _hash)
        {
            taken.ForEach(static pending => pending.Complete());
            return;
        }

        taken.ForEach(pending => pending.Fail(problem));
    }

    // Makes memory agree with the file again. Until it has succeeded nothing is written: an event sealed onto a position that was never committed would break the chain,
    // and a category remembered from a transaction that was undone would make its events unreadable.
    private void Settle()
    {
        if (raw.sqlite3_get_autocommit(_connection.Handle) == 0)
        {
            // A full disk has rolled back already, and then there is no transaction to end.
            Step("ROLLBACK");
        }

        _versions.Clear();
        _categories.Load(_connection);
        (_position, _hash) = _lookups.Head();
        _isUncertain = false;
        if (_position > _feed.Head.Value)
        {
            _heads.Append(new Position(_position), _hash);
            _feed.Reset(new Position(_position));
        }
    }

    private static EventLogUnavailableException InWords(Exception problem) =>
        problem as EventLogUnavailableException ?? SqliteFailure.Of((SqliteException)problem, "append to the event log");

    private AppendOutcome Apply(PendingBatch pending)
    {
        var batch = pending.Batch;
        byte[]? operationKey = null;
        if (batch.Operation is { } operation)
        {
            operationKey = EventRow.OperationKey(batch.Events[0].Actor.Id, operation.Id);
            if (_lookups.Operation(operationKey) is { } before)
            {
                return operation.ContentHash.Span.SequenceEqual(before.Hash) ? new AppendOutcome.Duplicate(before.Position) : new AppendOutcome.Mismatch(before.Position);
            }
        }

        foreach (var (stream, expected) in batch.Expected)
        {
            var actual = VersionOf(stream);
            if (actual != expected)
            {
                return new AppendOutcome.Conflict(stream, expected, actual);
            }
        }

        return Insert(batch, pending.PayloadDigests, operationKey);
    }

    private AppendOutcome.Appended Insert(AppendBatch batch, Digest[] payloads, byte[]? operationKey)
    {
        var first = new Position(_position + 1);
        for (var i = 0; i < batch.Events.Count; i++)
        {
            var next = batch.Events[i];
            var version = VersionOf(next.Stream) + 1;
            var record = EventSealing.Seal(next, payloads[i], new Position(_position + 1), version, i == 0 ? batch.Operation?.Id : null, _hash);
            _insert.Run(record, _categories.KeyOf(next.Stream, _connection), i == 0 ? operationKey : null, batch.Operation is { } operation ? operation.ContentHash.Span : default);
            _versions[next.Stream] = version;
            _position++;
            _hash = record.Hash;
            _group.Add(record);
        }

        return new AppendOutcome.Appended(first, new Position(_position));
    }

    private long VersionOf(StreamId stream)
    {
        if (!_versions.TryGetValue(stream, out var version))
        {
            version = _categories.KeyOf(stream) is { } key ? _lookups.Version(key) : 0;
            _versions[stream] = version;
        }

        return version;
    }

    private void Step(string sql)
    {
        var result = raw.sqlite3_exec(_connection.Handle, sql);
        if (result != raw.SQLITE_OK)
        {
            throw SqliteFailure.Of(result, raw.sqlite3_errmsg(_connection.Handle).utf8_to_string(), "append to the event log");
        }
    }
}
