using Microsoft.Data.Sqlite;
using Pharos.Events;
using SQLitePCL;

namespace Pharos.Storage.Sqlite;

/// <summary>One prepared statement of the writer's, bound through SQLite's own interface. For the writer's thread only.</summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly string _doing;

    /// <param name="connection">The writer's connection.</param>
    /// <param name="sql">One statement.</param>
    /// <param name="doing">What it is for, in words that follow "Could not".</param>
    public SqliteStatement(SqliteConnection connection, string sql, string doing = "append to the event log")
    {
        _database = connection.Handle!;
        _doing = doing;
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
    }

    /// <summary>The statement, for binding and for reading columns.</summary>
    public sqlite3_stmt Handle => _statement;

    /// <summary>Runs it to its end; rows are not looked at.</summary>
    public void Run()
    {
        try
        {
            Step();
        }
        finally
        {
            raw.sqlite3_reset(_statement);
        }
    }

    /// <summary>What the first row says, or another value when there is none.</summary>
    public T First<T>(Func<sqlite3_stmt, T> read, T none)
    {
        try
        {
            return Step() ? read(_statement) : none;
        }
        finally
        {
            // A statement left in the middle would keep its read transaction, and the write-ahead log could never be folded back.
            raw.sqlite3_reset(_statement);
        }
    }

    public void Bind(int index, Digest digest)
    {
        Span<byte> bytes = stackalloc byte[Digest.Size];
        digest.CopyTo(bytes);
        raw.sqlite3_bind_blob(_statement, index, bytes);
    }

    public void Dispose() => _statement.Dispose();

    private bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        if (result is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            Check(result);
        }

        return result == raw.SQLITE_ROW;
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            throw SqliteFailure.Of(result, raw.sqlite3_errmsg(_database).utf8_to_string(), _doing);
        }
    }
}
