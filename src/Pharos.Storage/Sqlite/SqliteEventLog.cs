using Microsoft.Data.Sqlite;
using Pharos.Events;
using Pharos.Storage.Indexing;

namespace Pharos.Storage.Sqlite;

/// <summary>The log in one SQLite file: the default engine. Holds its data directory for as long as it is open.</summary>
public sealed class SqliteEventLog : IEventLog, ILogMaintenance
{
    // A reader that stays on one old page keeps the write-ahead log from being folded back; it is then as large as everything written since.
    private const long MaximumWriteAhead = 256 * 1024 * 1024;

    // Less than this free is still a full disk.
    private const long RoomToGoOn = 1024 * 1024;

    private const int MaximumAttachments = 10_000;

    private readonly string _path;
    private readonly SqliteConnections _connections;
    private readonly SqliteReader _reader;
    private readonly SqliteWriter _writer;
    private readonly CommitFeed _feed;
    private readonly Indexer _indexer;
    private readonly QueryEngine _queries;
    private readonly DataDirectoryLock _lock;
    private int _isDisposed;

    private SqliteEventLog(string path, SqliteConnections connections, SqliteReader reader, SqliteWriter writer, CommitFeed feed, DataDirectoryLock directoryLock, TimeProvider clock)
    {
        _path = path;
        _connections = connections;
        _reader = reader;
        _writer = writer;
        _feed = feed;
        _lock = directoryLock;
        var source = new IndexSource(reader, feed);
        var index = new IndexFile(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, "index.db"));
        _indexer = new Indexer(source, index, static _ => new ValueTask<bool>(true), clock);
        _queries = new QueryEngine(source, index, _indexer, clock);
    }

    /// <summary>Opens or creates a log.</summary>
    /// <param name="path">The database file; its folder exists and is locked for this process.</param>
    /// <param name="clock">The clock, for figures.</param>
    /// <param name="cancellationToken">Gives up opening.</param>
    /// <exception cref="EventLogUnavailableException"><c>data.in-use</c>, <c>store.newer</c>, <c>store.readonly</c> or <c>log.corrupt</c>.</exception>
    public static Task<SqliteEventLog> OpenAsync(string path, TimeProvider clock, CancellationToken cancellationToken = default) => Task.Run(
        () =>
        {
            SqliteNativeLibrary.Ensure();
            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            var directoryLock = DataDirectoryLock.Take(folder);
            try
            {
                return Open(path, folder, clock, directoryLock);
            }
            catch
            {
                directoryLock.Dispose();
                throw;
            }
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<AppendOutcome> AppendAsync(AppendBatch batch, CancellationToken cancellationToken = default)
    {
        if (BatchRules.Refuse(batch) is { } refused)
        {
            return refused;
        }

        return await DoAsync(new PendingBatch(batch), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<RemovalOutcome> RemovePayloadsAsync(RemovalStep step, CancellationToken cancellationToken = default)
    {
        if (BatchRules.Refuse(step) is { } refused)
        {
            return refused;
        }

        return await DoAsync(new PendingRemoval(step), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<ImportOutcome> ImportAsync(IReadOnlyList<SealedEvent> events, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(events.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(events.Count, EventLimits.EventsPerBatch);
        return DoAsync(new PendingImport(events), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<Position, EventAttachments>> AttachmentsAsync(Position after, Position last, CancellationToken cancellationToken = default)
    {
        ThrowIfClosed();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(last.Value - after.Value, MaximumAttachments);
        return new ValueTask<IReadOnlyDictionary<Position, EventAttachments>>(Task.Run(() => AttachmentReader.Read(_connections, after, last), cancellationToken));
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<EventRecord> ReadStreamAsync(StreamId stream, long fromVersion = 1, CancellationToken cancellationToken = default)
    {
        ThrowIfClosed();
        return _reader.StreamAsync(stream, fromVersion, cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<EventRecord> ReadAllAsync(Position after, CancellationToken cancellationToken = default)
    {
        ThrowIfClosed();
        return _reader.AllAsync(after, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<EventPage> QueryAsync(EventQuery query, CancellationToken cancellationToken = default)
    {
        ThrowIfClosed();
        return new ValueTask<EventPage>(Task.Run(async () => await _queries.AnswerAsync(query, cancellationToken), cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<EventRecord?> FindOperationAsync(string actorId, OperationId operation, CancellationToken cancellationToken = default)
    {
        ThrowIfClosed();
        return new ValueTask<EventRecord?>(_reader.Operation(EventRow.OperationKey(actorId, operation)));
    }

    /// <inheritdoc/>
    public ValueTask<EventRecord?> GetAsync(Position position, CancellationToken cancellationToken = default)
    {
        ThrowIfClosed();
        return new ValueTask<EventRecord?>(_reader.Get(position));
    }

    /// <inheritdoc/>
    public Subscription Subscribe(Position after) => new(this, _feed, after);

    /// <inheritdoc/>
    public ValueTask<Position> HeadAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfClosed();
        return new ValueTask<Position>(_feed.Head);
    }

    /// <summary>The newest durable position, without a question to anybody.</summary>
    internal Position Head => _feed.Head;

    /// <summary>What makes it searchable.</summary>
    internal IQueryIndex Index => _indexer;

    /// <summary>What is wrong with the file, or weaker than promised.</summary>
    internal async ValueTask<IReadOnlyList<StoreFinding>> InspectAsync(CancellationToken cancellationToken)
    {
        var findings = new List<StoreFinding>();
        if (await FailureAsync(cancellationToken) is { } problem)
        {
            findings.Add(new StoreFinding(problem.Code, problem.Message, IsFailure: true));
        }

        if (!_writer.WritesHeads)
        {
            findings.Add(new StoreFinding("log.heads-unwritten", "heads.log cannot be written, so a tail that is cut off would not be noticed. Make it writable and restart.", IsFailure: false));
        }

        if (_writer.HasRemains)
        {
            findings.Add(new StoreFinding("log.remains", "The write-ahead log may still hold payloads that were removed, because a reader holds it. It is emptied after a later append.", IsFailure: false));
        }

        if (new FileInfo(_path + "-wal") is { Exists: true, Length: > MaximumWriteAhead } file)
        {
            findings.Add(new StoreFinding("log.write-ahead-grown", $"The write-ahead log has grown to {file.Length / (1024 * 1024)} MiB. A program that holds an old read keeps it from being folded back.", IsFailure: false));
        }

        findings.AddRange(_indexer.Inspect());
        return findings;
    }

    /// <summary>Writes what waits, closes the file and releases the directory.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            return;
        }

        try
        {
            await _writer.DisposeAsync();
        }
        finally
        {
            // Whatever ended the writer: readers are told, and the next process may open the directory.
            _feed.Close();
            await _indexer.DisposeAsync();
            _connections.Clear();
            _lock.Dispose();
        }
    }

    // After a failure the file is tried, because nobody may append while the log is said to fail, and it would be said for ever.
    private async ValueTask<EventLogUnavailableException?> FailureAsync(CancellationToken cancellationToken)
    {
        if (_writer.Problem is not { } last)
        {
            return null;
        }

        if (last.Code == "log.full" && new DriveInfo(Path.GetDirectoryName(Path.GetFullPath(_path))!).AvailableFreeSpace < RoomToGoOn)
        {
            // A page may still fit where no event does.
            return last;
        }

        try
        {
            await DoAsync(new PendingProbe(), cancellationToken);
            return null;
        }
        catch (EventLogUnavailableException problem)
        {
            return problem;
        }
    }

    private async ValueTask<TOutcome> DoAsync<TOutcome>(PendingWork<TOutcome> pending, CancellationToken cancellationToken)
        where TOutcome : class
    {
        await _writer.EnqueueAsync(pending, cancellationToken);
        await using var withdrawing = cancellationToken.UnsafeRegister(static (state, token) => ((PendingWork)state!).Withdraw(token), pending);
        return await pending.Completion;
    }

    private static SqliteEventLog Open(string path, string folder, TimeProvider clock, DataDirectoryLock directoryLock)
    {
        KeepToOwner(path);
        var connections = new SqliteConnections(path);
        var connection = connections.OpenWriter();
        var heads = new HeadsFile(Path.Combine(folder, "heads.log"));
        try
        {
            var categories = new StreamCategories();
            categories.Load(connection);
            var feed = new CommitFeed();
            var writer = new SqliteWriter(connection, categories, heads, feed, clock);
            return new SqliteEventLog(path, connections, new SqliteReader(connections, categories), writer, feed, directoryLock, clock);
        }
        catch (Exception problem)
        {
            heads.Dispose();
            connection.Dispose();
            if (problem is SqliteException failure)
            {
                throw SqliteFailure.Of(failure, "open the event log");
            }

            throw;
        }
    }

    // Before SQLite opens it: the files of its write-ahead log hold the same events, and SQLite gives them the mode that the database has at that moment.
    private static void KeepToOwner(string path)
    {
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, UnixCreateMode = owner });
            File.SetUnixFileMode(path, owner);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new EventLogUnavailableException("store.readonly", $"Could not open the event log {path}: {problem.Message}", problem);
        }
    }

    private void ThrowIfClosed()
    {
        if (Volatile.Read(ref _isDisposed) == 1)
        {
            throw Closed();
        }
    }

    private static EventLogUnavailableException Closed() => new("log.closed", "The event log has been closed.");
}
