using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Pharos.Events;

namespace Pharos.Storage.Sqlite;

/// <summary>The log in one SQLite file: the default engine. Holds its data directory for as long as it is open.</summary>
public sealed class SqliteEventLog : IEventLog
{
    private readonly SqliteConnections _connections;
    private readonly SqliteReader _reader;
    private readonly SqliteWriter _writer;
    private readonly CommitFeed _feed;
    private readonly DataDirectoryLock _lock;
    private int _isDisposed;

    private SqliteEventLog(SqliteConnections connections, SqliteReader reader, SqliteWriter writer, CommitFeed feed, DataDirectoryLock directoryLock)
    {
        _connections = connections;
        _reader = reader;
        _writer = writer;
        _feed = feed;
        _lock = directoryLock;
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

        var pending = new PendingBatch(batch);
        try
        {
            await _writer.EnqueueAsync(pending, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw Closed();
        }

        await using var withdrawing = cancellationToken.UnsafeRegister(static (state, token) => ((PendingBatch)state!).Withdraw(token), pending);
        return await pending.Completion;
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
        return new ValueTask<EventPage>(Task.Run(() => _reader.Query(query, _feed.Head), cancellationToken));
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

    /// <summary>Writes what waits, closes the file and releases the directory.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            return;
        }

        await _writer.DisposeAsync();
        _feed.Close();
        _connections.Clear();
        _lock.Dispose();
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
            return new SqliteEventLog(connections, new SqliteReader(connections, categories), writer, feed, directoryLock);
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
