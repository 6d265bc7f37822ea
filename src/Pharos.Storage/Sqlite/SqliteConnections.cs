using Microsoft.Data.Sqlite;
using Pharos.Events;

namespace Pharos.Storage.Sqlite;

/// <summary>Opens connections to a log's file: one that writes, and short-lived ones that read.</summary>
internal sealed class SqliteConnections(string path)
{
    /// <summary>Version of the tables; a file of a newer one is refused, because an older program could break it.</summary>
    public const int SchemaVersion = 1;

    private readonly string _reading = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = true }.ToString();

    public SqliteConnection OpenWriter()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false }.ToString());
        try
        {
            connection.Open();
            // WAL lets readers go on while a commit is written; FULL makes a commit survive power loss, and grouping makes that cheap.
            Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA wal_autocheckpoint=4000;");
            Prepare(connection);
            return connection;
        }
        catch (SqliteException problem)
        {
            connection.Dispose();
            throw SqliteFailure.Of(problem, "open the event log");
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public SqliteConnection OpenReader()
    {
        var connection = new SqliteConnection(_reading);
        connection.Open();
        return connection;
    }

    /// <summary>Closes the pooled readers, so that the file can be moved or removed.</summary>
    public void Clear()
    {
        using var connection = new SqliteConnection(_reading);
        SqliteConnection.ClearPool(connection);
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static void Prepare(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        var version = Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
        if (version > SchemaVersion)
        {
            throw new EventLogUnavailableException(
                "store.newer", $"The event log was written by a newer Pharos (tables of version {version}; this program knows {SchemaVersion}). Use that version, or restore a backup.");
        }

        if (version == 0)
        {
            using var stream = typeof(SqliteConnections).Assembly.GetManifestResourceStream("Pharos.Storage.Sqlite.Schema.sql")
                ?? throw new InvalidOperationException("The schema is not embedded in the assembly.");
            using var reader = new StreamReader(stream);
            Execute(connection, $"BEGIN IMMEDIATE; {reader.ReadToEnd()} PRAGMA user_version={SchemaVersion}; COMMIT;");
        }
    }
}
