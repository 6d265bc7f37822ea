using Microsoft.Data.Sqlite;
using Pharos.Events;
using SQLitePCL;

namespace Pharos.Storage.Sqlite;

/// <summary>
/// The writer's questions to its own connection, prepared once and asked through SQLite's own interface: a fresh stream costs one. They see what the open
/// transaction has written. For the writer's thread only.
/// </summary>
internal sealed class SqliteLookups : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _head;
    private readonly sqlite3_stmt _version;
    private readonly sqlite3_stmt _operation;

    public SqliteLookups(SqliteConnection connection)
    {
        _database = connection.Handle!;
        _head = Prepare("SELECT position, hash FROM events ORDER BY position DESC LIMIT 1");
        _version = Prepare("SELECT version FROM events WHERE stream = ? ORDER BY version DESC LIMIT 1");
        _operation = Prepare("SELECT position, operation_hash FROM events WHERE operation_key = ?");
    }

    public (long Position, Digest Hash) Head() =>
        First(_head, static row => (raw.sqlite3_column_int64(row, 0), new Digest(raw.sqlite3_column_blob(row, 1))), (0, Digest.Genesis));

    public long Version(byte[] streamKey)
    {
        raw.sqlite3_bind_blob(_version, 1, streamKey);
        return First(_version, static row => raw.sqlite3_column_int64(row, 0), 0);
    }

    public (Position Position, byte[] Hash)? Operation(byte[] operationKey)
    {
        raw.sqlite3_bind_blob(_operation, 1, operationKey);
        return First<(Position, byte[])?>(_operation, static row => (new Position(raw.sqlite3_column_int64(row, 0)), raw.sqlite3_column_blob(row, 1).ToArray()), null);
    }

    public void Dispose()
    {
        _head.Dispose();
        _version.Dispose();
        _operation.Dispose();
    }

    private sqlite3_stmt Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_database, sql, out var statement));
        return statement;
    }

    private T First<T>(sqlite3_stmt statement, Func<sqlite3_stmt, T> read, T none)
    {
        try
        {
            var result = raw.sqlite3_step(statement);
            if (result == raw.SQLITE_ROW)
            {
                return read(statement);
            }

            if (result != raw.SQLITE_DONE)
            {
                Check(result);
            }

            return none;
        }
        finally
        {
            // A statement left in the middle would keep its read transaction, and the write-ahead log could never be folded back.
            raw.sqlite3_reset(statement);
        }
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            throw SqliteFailure.Of(result, raw.sqlite3_errmsg(_database).utf8_to_string(), "read the event log");
        }
    }
}
