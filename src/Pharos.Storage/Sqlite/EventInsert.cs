using System.Text;
using Microsoft.Data.Sqlite;
using Pharos.Events;
using SQLitePCL;

namespace Pharos.Storage.Sqlite;

/// <summary>
/// The prepared insert, bound through SQLite's own interface: the provider's parameter objects cost as much as the insert itself (measured: 60 % of the append
/// rate). For the writer's thread only.
/// </summary>
internal sealed class EventInsert : IDisposable
{
    private const int ParameterCount = 21;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly string?[] _texts = new string?[ParameterCount + 1];
    private readonly bool[] _isNull = new bool[ParameterCount + 1];
    private readonly byte[] _uuid = new byte[16];
    private readonly byte[] _digest = new byte[Digest.Size];

    // The longest text that BatchRules lets through, in UTF-8.
    private readonly byte[] _text = new byte[3 * EventLimits.WorkspaceLength];

    public EventInsert(SqliteConnection connection)
    {
        _database = connection.Handle!;
        var sql = $"INSERT INTO events ({EventRow.Columns}, operation_key, operation_hash) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
    }

    /// <summary>Inserts a row; false when a unique key refuses it.</summary>
    public bool TryRun(EventRecord record, byte[] streamKey, byte[]? operationKey, ReadOnlySpan<byte> operationHash)
    {
        raw.sqlite3_bind_int64(_statement, 1, record.Position.Value);
        raw.sqlite3_bind_blob(_statement, 2, streamKey);
        raw.sqlite3_bind_int64(_statement, 3, record.Version);
        Bind(4, record.Id.Value);
        Bind(5, record.Type);
        raw.sqlite3_bind_int(_statement, 6, record.Schema);
        raw.sqlite3_bind_int64(_statement, 7, EventRow.MicrosecondsOf(record.At));
        raw.sqlite3_bind_int(_statement, 8, (int)record.Actor.Kind);
        Bind(9, record.Actor.Id);
        Bind(10, record.Agent);
        Bind(11, record.Workspace);
        Bind(12, record.Correlation?.Value);
        Bind(13, record.Causation?.Value);
        Bind(14, record.OperationId?.Value);
        BindPayload(record.Payload.Span);
        Bind(16, record.Leaf);
        Bind(17, record.Hash);
        if (record.Removed is { } removed)
        {
            raw.sqlite3_bind_int(_statement, 18, (int)removed.Kind);
            _isNull[18] = false;
            Bind(19, removed.Digest);
        }
        else
        {
            BindNull(18);
            BindNull(19);
        }

        if (operationKey is null)
        {
            BindNull(20);
            BindNull(21);
        }
        else
        {
            Bind(20, operationKey);
            Bind(21, operationHash);
        }

        var result = raw.sqlite3_step(_statement);

        // A step answers only that a constraint was broken; which one stands in the extended code, until the statement is reset.
        var constraint = result == raw.SQLITE_CONSTRAINT ? raw.sqlite3_extended_errcode(_database) : result;
        raw.sqlite3_reset(_statement);
        if (result == raw.SQLITE_DONE)
        {
            return true;
        }

        if (constraint is not (raw.SQLITE_CONSTRAINT_UNIQUE or raw.SQLITE_CONSTRAINT_PRIMARYKEY or raw.SQLITE_CONSTRAINT_ROWID))
        {
            Check(result);
        }

        return false;
    }

    public void Dispose() => _statement.Dispose();

    private void BindPayload(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
        {
            // The payload of an imported event that was removed. An empty span has no address, and SQLite would store NULL for it.
            raw.sqlite3_bind_zeroblob(_statement, 15, 0);
        }
        else
        {
            raw.sqlite3_bind_blob(_statement, 15, payload);
        }
    }

    private void Bind(int index, Guid? value)
    {
        if (value is not { } id)
        {
            BindNull(index);
            return;
        }

        id.TryWriteBytes(_uuid, bigEndian: true, out _);
        Bind(index, _uuid);
    }

    private void Bind(int index, string? text)
    {
        if (text is not null && string.Equals(text, _texts[index], StringComparison.Ordinal))
        {
            // Types, actors, agents and workspaces repeat, and what is bound stays bound.
            return;
        }

        _texts[index] = text;
        if (text is null)
        {
            BindNull(index);
            return;
        }

        _isNull[index] = false;
        if (text.Length == 0)
        {
            // An empty span has no address, and SQLite would store NULL for it.
            raw.sqlite3_bind_text(_statement, index, text);
        }
        else
        {
            raw.sqlite3_bind_text(_statement, index, _text.AsSpan(0, Encoding.UTF8.GetBytes(text, _text)));
        }
    }

    private void Bind(int index, Digest digest)
    {
        digest.CopyTo(_digest);
        Bind(index, _digest);
    }

    private void Bind(int index, ReadOnlySpan<byte> value)
    {
        raw.sqlite3_bind_blob(_statement, index, value);
        _isNull[index] = false;
    }

    // An unbound parameter is NULL, and one that was bound to it stays so.
    private void BindNull(int index)
    {
        if (!_isNull[index])
        {
            raw.sqlite3_bind_null(_statement, index);
            _isNull[index] = true;
        }
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            throw SqliteFailure.Of(result, raw.sqlite3_errmsg(_database).utf8_to_string(), "append to the event log");
        }
    }
}
