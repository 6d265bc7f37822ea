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
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
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

    public void Run(EventRecord record, byte[] streamKey, byte[]? operationKey, ReadOnlySpan<byte> operationHash)
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
            Bind(19, removed.Digest);
        }
        else
        {
            raw.sqlite3_bind_null(_statement, 18);
            raw.sqlite3_bind_null(_statement, 19);
        }

        if (operationKey is null)
        {
            raw.sqlite3_bind_null(_statement, 20);
            raw.sqlite3_bind_null(_statement, 21);
        }
        else
        {
            raw.sqlite3_bind_blob(_statement, 20, operationKey);
            raw.sqlite3_bind_blob(_statement, 21, operationHash);
        }

        var result = raw.sqlite3_step(_statement);
        raw.sqlite3_reset(_statement);
        if (result != raw.SQLITE_DONE)
        {
            Check(result);
        }
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
            raw.sqlite3_bind_null(_statement, index);
            return;
        }

        id.TryWriteBytes(_uuid, bigEndian: true, out _);
        raw.sqlite3_bind_blob(_statement, index, _uuid);
    }

    private void Bind(int index, string? text)
    {
        if (text is null)
        {
            raw.sqlite3_bind_null(_statement, index);
        }
        else if (text.Length == 0)
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
        raw.sqlite3_bind_blob(_statement, index, _digest);
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            throw SqliteFailure.Of(result, raw.sqlite3_errmsg(_database).utf8_to_string(), "append to the event log");
        }
    }
}
