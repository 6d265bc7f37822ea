using Microsoft.Data.Sqlite;
using Pharos.Events;
using SQLitePCL;

namespace Pharos.Storage.Sqlite;

/// <summary>The writer's questions to its own connection, prepared once. They see what the open transaction has written. For the writer's thread only.</summary>
internal sealed class SqliteLookups(SqliteConnection connection) : IDisposable
{
    private const string Doing = "read the event log";

    private readonly SqliteStatement _head = new(connection, "SELECT position, hash FROM events ORDER BY position DESC LIMIT 1", Doing);
    private readonly SqliteStatement _version = new(connection, "SELECT version FROM events WHERE stream = ? ORDER BY version DESC LIMIT 1", Doing);
    private readonly SqliteStatement _operation = new(connection, "SELECT position, operation_hash FROM events WHERE operation_key = ?", Doing);

    public (long Position, Digest Hash) Head() =>
        _head.First(static row => (raw.sqlite3_column_int64(row, 0), new Digest(raw.sqlite3_column_blob(row, 1))), (0, Digest.Genesis));

    public long Version(byte[] streamKey)
    {
        raw.sqlite3_bind_blob(_version.Handle, 1, streamKey);
        return _version.First(static row => raw.sqlite3_column_int64(row, 0), 0);
    }

    public (Position Position, byte[] Hash)? Operation(byte[] operationKey)
    {
        raw.sqlite3_bind_blob(_operation.Handle, 1, operationKey);
        return _operation.First<(Position, byte[])?>(static row => (new Position(raw.sqlite3_column_int64(row, 0)), raw.sqlite3_column_blob(row, 1).ToArray()), null);
    }

    public void Dispose()
    {
        _head.Dispose();
        _version.Dispose();
        _operation.Dispose();
    }
}
