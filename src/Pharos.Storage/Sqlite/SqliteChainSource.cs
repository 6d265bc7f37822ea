using System.Text;
using Microsoft.Data.Sqlite;
using Pharos.Events;
using Pharos.Events.Evidence;
using Pharos.Storage.Blobs;
using SQLitePCL;

namespace Pharos.Storage.Sqlite;

/// <summary>
/// The rows of a log's file, read through SQLite's own interface without making objects of them. Takes no lock beyond a read of one range, and writes nothing; a server may be running.
/// </summary>
public sealed class SqliteChainSource : IChainSource, IDisposable
{
    // A page in memory for each column that may be read at a time; more readers than processors gain nothing.
    private const int MaximumReaders = 16;

    private readonly SqliteConnections _connections;
    private readonly string _folder;
    private volatile Layout? _layout;

    /// <param name="path">The database file.</param>
    public SqliteChainSource(string path)
    {
        SqliteNativeLibrary.Ensure();
        _connections = new SqliteConnections(path);
        _folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
    }

    /// <summary>The blobs beside the log, for reading; null when its tables are of the first version, which had none.</summary>
    public IBlobStore? Blobs => Asking(() =>
    {
        using var connection = _connections.OpenReader();
        return SqliteConnections.VersionOf(connection) > 1
            ? new FileBlobStore(Path.Combine(_folder, SqliteEventStore.BlobsName), new SqliteBlobReferences(_connections), TimeProvider.System)
            : null;
    });

    /// <inheritdoc/>
    public int Readers => MaximumReaders;

    /// <inheritdoc/>
    public ValueTask<ChainExtent> ExtentAsync(CancellationToken cancellationToken = default) => new(Asking(() =>
    {
        using var connection = _connections.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT coalesce(min(position), 0), coalesce(max(position), 0) FROM events";
        using var row = command.ExecuteReader();
        row.Read();
        var (first, last) = (new Position(row.GetInt64(0)), new Position(row.GetInt64(1)));

        // Read after the end is known: a server that runs may add a category later, but only for events behind that end.
        _layout = Layout.Of(connection);
        return new ChainExtent(first, last, [.. _layout.Categories.OfType<byte[]>().Select(Encoding.UTF8.GetString)]);
    }));

    /// <inheritdoc/>
    public ValueTask<Digest?> HashAtAsync(Position position, CancellationToken cancellationToken = default) => new(Asking(() =>
    {
        using var connection = _connections.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT hash FROM events WHERE position = $position";
        command.Parameters.AddWithValue("$position", position.Value);
        return command.ExecuteScalar() is byte[] { Length: Digest.Size } hash ? new Digest(hash) : (Digest?)null;
    }));

    /// <inheritdoc/>
    public Task ReadAsync(Position first, Position last, IChainSink sink, CancellationToken cancellationToken = default)
    {
        Asking(() =>
        {
            using var connection = _connections.OpenReader();
            var layout = _layout ??= Layout.Of(connection);
            var database = connection.Handle!;
            Check(database, raw.sqlite3_prepare_v2(database, $"SELECT {layout.Columns} FROM events WHERE position BETWEEN ? AND ? ORDER BY position", out var statement));
            using (statement)
            {
                raw.sqlite3_bind_int64(statement, 1, first.Value);
                raw.sqlite3_bind_int64(statement, 2, last.Value);
                var row = new SqliteChainRow(statement, layout);
                int result;
                while ((result = raw.sqlite3_step(statement)) == raw.SQLITE_ROW)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (!row.Hand(sink))
                    {
                        return true;
                    }
                }

                if (result != raw.SQLITE_DONE)
                {
                    Check(database, result);
                }

                return true;
            }
        });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => _connections.Clear();

    private static T Asking<T>(Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (SqliteException problem)
        {
            throw SqliteFailure.Of(problem, "read the event log");
        }
    }

    private static void Check(sqlite3 database, int result)
    {
        if (result != raw.SQLITE_OK)
        {
            throw SqliteFailure.Of(result, raw.sqlite3_errmsg(database).utf8_to_string(), "read the event log");
        }
    }

    /// <summary>What must be known of a file to read its rows.</summary>
    /// <param name="Columns">The columns, in the order in which <see cref="SqliteChainRow"/> reads them.</param>
    /// <param name="HasOperationKeys">Whether operation keys are of the present form and can be checked.</param>
    /// <param name="Categories">Names by number, in UTF-8.</param>
    internal sealed record Layout(string Columns, bool HasOperationKeys, byte[]?[] Categories)
    {
        public static Layout Of(SqliteConnection connection)
        {
            var isFirst = SqliteConnections.VersionOf(connection) == 1;
            var names = new byte[]?[byte.MaxValue + 1];
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT number, name FROM categories WHERE number BETWEEN 1 AND 255 AND typeof(name) = 'text'";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                names[reader.GetInt64(0)] = Encoding.UTF8.GetBytes(reader.GetString(1));
            }

            return new Layout((isFirst ? EventRow.ColumnsOfVersion1 : EventRow.Columns) + ", operation_key", !isFirst, names);
        }
    }
}
