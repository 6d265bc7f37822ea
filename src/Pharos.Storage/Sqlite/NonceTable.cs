using System.Globalization;
using Microsoft.Data.Sqlite;
using Pharos.Events;
using SQLitePCL;

namespace Pharos.Storage.Sqlite;

/// <summary>The file of used nonces, open. For one thread at a time.</summary>
internal sealed class NonceTable : IDisposable
{
    private const int SchemaVersion = 1;

    private readonly SqliteConnection _connection;
    private readonly SqliteStatement _insert;
    private long _count;

    private NonceTable(SqliteConnection connection)
    {
        _connection = connection;
        _insert = new SqliteStatement(connection, "INSERT OR IGNORE INTO nonces (key, until) VALUES (?1, ?2)", "record a nonce");
        _count = Number("SELECT count(*) FROM nonces");
    }

    public static NonceTable Open(string path)
    {
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, UnixCreateMode = owner }))
        {
        }

        var connection = SqliteNativeLibrary.Open(path, SqliteOpenMode.ReadWriteCreate);
        try
        {
            // FULL: a nonce that power loss took back could be used once more.
            SqliteConnections.Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000;");
            Prepare(connection);
            return new NonceTable(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Records a group in one commit, and says of each what came of it.</summary>
    public NonceUse[] Use(IReadOnlyList<(byte[] Key, DateTimeOffset Until)> group, int maximum)
    {
        var uses = new NonceUse[group.Count];
        var count = _count;
        using var transaction = _connection.BeginTransaction();
        for (var i = 0; i < uses.Length; i++)
        {
            uses[i] = count >= maximum ? NonceUse.Full : Insert(group[i]) ? NonceUse.First : NonceUse.Again;
            count += uses[i] == NonceUse.First ? 1 : 0;
        }

        transaction.Commit();
        _count = count;
        return uses;
    }

    /// <summary>Removes what has run out.</summary>
    public void Purge(DateTimeOffset now)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "DELETE FROM nonces WHERE until < $now";
        command.Parameters.AddWithValue("$now", now.ToUnixTimeMilliseconds());
        _count -= command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        _insert.Dispose();
        _connection.Dispose();
    }

    private bool Insert((byte[] Key, DateTimeOffset Until) nonce)
    {
        raw.sqlite3_bind_blob(_insert.Handle, 1, nonce.Key);
        raw.sqlite3_bind_int64(_insert.Handle, 2, nonce.Until.ToUnixTimeMilliseconds());
        _insert.Run();
        return raw.sqlite3_changes(_connection.Handle!) > 0;
    }

    private long Number(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void Prepare(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        switch (Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture))
        {
            case 0:
                SqliteConnections.Execute(
                    connection,
                    $"BEGIN IMMEDIATE; CREATE TABLE nonces (key BLOB PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID; CREATE INDEX nonces_until ON nonces (until); PRAGMA user_version={SchemaVersion}; COMMIT;");
                break;
            case SchemaVersion:
                break;
            case var version:
                throw new EventLogUnavailableException("store.newer", $"The used nonces were written by a newer Pharos (tables of version {version}; this program knows {SchemaVersion}).");
        }
    }
}
