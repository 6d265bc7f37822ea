using Microsoft.Data.Sqlite;
using Pharos.Events;

namespace Pharos.Storage.Sqlite;

/// <summary>Opens connections to a log's file: one that writes, and short-lived ones that read.</summary>
internal sealed class SqliteConnections(string path)
{
    /// <summary>Version of the tables; a file of a newer one is refused, because an older program could break it.</summary>
    public const int SchemaVersion = 2;

    public SqliteConnection OpenWriter()
    {
        SqliteConnection? connection = null;
        try
        {
            connection = SqliteNativeLibrary.Open(path, SqliteOpenMode.ReadWriteCreate);
            // Nothing is folded back within a commit; the writer sees to that beside them (WriteAheadCheckpoints).
            // WAL lets readers go on while a commit is written; FULL makes a commit survive power loss, and grouping makes that cheap.
            // Freed bytes are overwritten, because what was erased must not be found in the file.
            Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA wal_autocheckpoint=0; PRAGMA secure_delete=ON;");
            Prepare(connection);
            return connection;
        }
        catch (SqliteException problem)
        {
            connection?.Dispose();
            throw SqliteFailure.Of(problem, "open the event log");
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    /// <summary>A second connection that may write, for folding the write-ahead log back while the first goes on.</summary>
    public static SqliteConnection OpenSecond(SqliteConnection writer)
    {
        var connection = SqliteNativeLibrary.Open(writer.DataSource, SqliteOpenMode.ReadWriteCreate);
        try
        {
            // A connection learns from its first read that there is a write-ahead log; before it, folding back answers that all is well and does nothing.
            Execute(connection, "PRAGMA busy_timeout=0; PRAGMA wal_autocheckpoint=0; SELECT count(*) FROM sqlite_master;");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public SqliteConnection OpenReader() => SqliteNativeLibrary.Open(path, SqliteOpenMode.ReadOnly, pooling: true);

    /// <summary>Closes the pooled readers, so that the file can be moved or removed.</summary>
    public void Clear() => SqliteNativeLibrary.ClearPool(path, SqliteOpenMode.ReadOnly);

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>The version of a file's tables; 0 for a new file.</summary>
    /// <exception cref="EventLogUnavailableException"><c>store.newer</c>.</exception>
    public static int VersionOf(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        var version = Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
        return version <= SchemaVersion
            ? version
            : throw new EventLogUnavailableException(
                "store.newer", $"The event log was written by a newer Pharos (tables of version {version}; this program knows {SchemaVersion}). Use that version, or restore a backup.");
    }

    // One transaction each: a program that is ended in the middle leaves the tables of the version it found.
    private static void Prepare(SqliteConnection connection)
    {
        switch (VersionOf(connection))
        {
            case 0:
                Execute(connection, $"BEGIN IMMEDIATE; {Sql("Schema")} {Sql("Guards")} PRAGMA user_version={SchemaVersion}; COMMIT;");
                break;
            case 1:
                connection.CreateFunction("pharos_operation_key", static (string actor, byte[] operation) => EventRow.OperationKey(actor, new OperationId(new Guid(operation, bigEndian: true))), isDeterministic: true);
                Execute(connection, $"BEGIN IMMEDIATE; {Sql("UpgradeFrom1")} {Sql("Guards")} PRAGMA user_version={SchemaVersion}; COMMIT;");
                break;
            default:
                break;
        }
    }

    private static string Sql(string name)
    {
        using var stream = typeof(SqliteConnections).Assembly.GetManifestResourceStream($"Pharos.Storage.Sqlite.{name}.sql")
            ?? throw new InvalidOperationException($"{name}.sql is not embedded in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
