using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Pharos.Events;
using Pharos.Events.Indexing;
using Pharos.Storage.Indexing;

namespace Pharos.Storage.Sqlite;

/// <summary>The query index in a file of its own, so that it never contends with the appender, and can be thrown away.</summary>
/// <param name="path">The file; whatever stands there and is no index of this version is replaced.</param>
internal sealed class IndexFile(string path) : IIndexStore
{
    /// <summary>Version of the tables; a file of any other is made anew.</summary>
    public const int SchemaVersion = 1;

    // Queries at a time; each keeps a connection, and more would only divide the processors further.
    private const int MaximumReaders = 8;

    private readonly SemaphoreSlim _places = new(MaximumReaders, MaximumReaders);
    private readonly ConcurrentBag<IndexReader> _idle = [];
    private IndexWriter? _writer;

    public ValueTask<IndexMark> OpenAsync(CancellationToken cancellationToken) => new(IndexDamage.Guard(() => (_writer ??= Open()).Mark()));

    public async ValueTask DiscardAsync(CancellationToken cancellationToken)
    {
        var held = 0;
        try
        {
            // SQLite removes the write-ahead log by name when the last connection is closed, so nobody may still have the old file open when a new one stands there.
            for (; held < MaximumReaders; held++)
            {
                await _places.WaitAsync(cancellationToken);
            }

            Close();
            foreach (var name in new[] { path, path + "-wal", path + "-shm" })
            {
                File.Delete(name);
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new EventLogUnavailableException("store.readonly", $"Could not remove the query index {path}: {problem.Message}", problem);
        }
        finally
        {
            if (held > 0)
            {
                _places.Release(held);
            }
        }
    }

    public ValueTask<IReadOnlyList<long>> TermsAsync(IReadOnlyList<Term> terms, CancellationToken cancellationToken) =>
        new(IndexDamage.Guard<IReadOnlyList<long>>(() => [.. terms.Select(Writer.Number)]));

    public ValueTask<IReadOnlyList<PostingBlock?>> LastBlocksAsync(IReadOnlyList<long> terms, CancellationToken cancellationToken) =>
        new(IndexDamage.Guard<IReadOnlyList<PostingBlock?>>(() => [.. terms.Select(Writer.LastBlock)]));

    public ValueTask<Zone?> ZoneAsync(long first, CancellationToken cancellationToken) => new(IndexDamage.Guard(() => Writer.ZoneAt(first)));

    public ValueTask<bool> WriteAsync(IndexMark expected, IndexChange change, CancellationToken cancellationToken) =>
        new(IndexDamage.Guard(() => Writer.Write(expected, change)));

    public async ValueTask<IIndexSnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        IndexReader? reader = null;
        try
        {
            return IndexDamage.Guard(() =>
            {
                reader = _idle.TryTake(out var idle) ? idle : new IndexReader(path);
                return new IndexSnapshot(reader, Return);
            });
        }
        catch
        {
            reader?.Dispose();
            _places.Release();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        for (var held = 0; held < MaximumReaders; held++)
        {
            await _places.WaitAsync();
        }

        Close();
        _places.Dispose();
    }

    private IndexWriter Writer => _writer ?? throw new InvalidOperationException("The index has not been opened.");

    private void Return(IndexReader reader, bool isSound)
    {
        if (isSound)
        {
            _idle.Add(reader);
        }
        else
        {
            reader.Dispose();
        }

        _places.Release();
    }

    private void Close()
    {
        while (_idle.TryTake(out var reader))
        {
            reader.Dispose();
        }

        _writer?.Dispose();
        _writer = null;
    }

    private IndexWriter Open()
    {
        // Before SQLite opens it: its files get the mode that the database has at that moment, and agents and workspaces are nobody else's business.
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, UnixCreateMode = owner });
            File.SetUnixFileMode(path, owner);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new EventLogUnavailableException("store.readonly", $"Could not open the query index {path}: {problem.Message}", problem);
        }

        SqliteConnection? connection = null;
        try
        {
            connection = SqliteNativeLibrary.Open(path, SqliteOpenMode.ReadWriteCreate);
            // NORMAL: power loss may take the newest changes, which are made again, but never leaves half of one.
            SqliteConnections.Execute(connection, "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=5000; PRAGMA wal_autocheckpoint=2000; PRAGMA cache_size=-16384;");
            Prepare(connection);
            return Writing(connection);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    // A statement that cannot be prepared misses its table.
    private static IndexWriter Writing(SqliteConnection connection)
    {
        try
        {
            return new IndexWriter(connection);
        }
        catch (EventLogUnavailableException problem)
        {
            throw new IndexDamagedException($"The query index has other tables: {problem.Message}", problem);
        }
    }

    private static void Prepare(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        var version = Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
        if (version == SchemaVersion)
        {
            return;
        }

        if (version != 0)
        {
            throw new IndexDamagedException($"The query index has tables of version {version}; this program makes {SchemaVersion}.");
        }

        using var stream = typeof(IndexFile).Assembly.GetManifestResourceStream("Pharos.Storage.Sqlite.IndexSchema.sql")
            ?? throw new InvalidOperationException("IndexSchema.sql is not embedded in the assembly.");
        using var reader = new StreamReader(stream);
        SqliteConnections.Execute(connection, $"BEGIN IMMEDIATE; {reader.ReadToEnd()} PRAGMA user_version={SchemaVersion}; COMMIT;");
    }
}
