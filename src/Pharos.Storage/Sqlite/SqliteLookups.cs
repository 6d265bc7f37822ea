using Microsoft.Data.Sqlite;
using Pharos.Events;

namespace Pharos.Storage.Sqlite;

/// <summary>The writer's questions to its own connection, prepared once. They see what the open transaction has written. For the writer's thread only.</summary>
internal sealed class SqliteLookups : IDisposable
{
    private readonly SqliteCommand _head;
    private readonly SqliteCommand _version;
    private readonly SqliteCommand _operation;

    public SqliteLookups(SqliteConnection connection)
    {
        _head = Prepare(connection, "SELECT position, hash FROM events ORDER BY position DESC LIMIT 1", null);
        _version = Prepare(connection, "SELECT version FROM events WHERE stream = $key ORDER BY version DESC LIMIT 1", "$key");
        _operation = Prepare(connection, "SELECT position, operation_hash FROM events WHERE operation_key = $key", "$key");
    }

    public (long Position, Digest Hash) Head()
    {
        using var row = _head.ExecuteReader();
        return row.Read() ? (row.GetInt64(0), new Digest((byte[])row.GetValue(1))) : (0, Digest.Genesis);
    }

    public long Version(byte[] streamKey)
    {
        _version.Parameters[0].Value = streamKey;
        return _version.ExecuteScalar() is long version ? version : 0;
    }

    public (Position Position, byte[] Hash)? Operation(byte[] operationKey)
    {
        _operation.Parameters[0].Value = operationKey;
        using var row = _operation.ExecuteReader();
        return row.Read() ? (new Position(row.GetInt64(0)), (byte[])row.GetValue(1)) : null;
    }

    public void Dispose()
    {
        _head.Dispose();
        _version.Dispose();
        _operation.Dispose();
    }

    // The transaction is SQL of the writer's own, so commands carry no transaction object.
    private static SqliteCommand Prepare(SqliteConnection connection, string sql, string? parameter)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        if (parameter is not null)
        {
            command.Parameters.Add(parameter, SqliteType.Blob);
        }

        command.Prepare();
        return command;
    }
}
