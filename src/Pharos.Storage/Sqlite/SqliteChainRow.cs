using System.Security.Cryptography;
using Pharos.Events.Evidence;
using SQLitePCL;

namespace Pharos.Storage.Sqlite;

/// <summary>Hands the current row of a statement to a sink, column by column as the bytes that SQLite holds.</summary>
internal sealed class SqliteChainRow(sqlite3_stmt statement, SqliteChainSource.Layout layout)
{
    private const int UuidBytes = 16;
    private const int OperationColumn = 13;
    private const int OperationKeyColumn = 19;

    private static readonly string[] Names =
    [
        "position", "stream", "version", "id", "type", "schema", "at", "actor_kind", "actor", "agent", "workspace", "correlation", "causation", "operation", "payload", "leaf", "hash",
        "removed_kind", "removed_digest", "operation_key",
    ];

    // i an integer, t a text, b a blob; in upper case where the column may be empty.
    private const string Kinds = "ibibtiiitTTBBBbbbIBB";

    private readonly byte[] _actorHash = new byte[SHA256.HashSizeInBytes];

    public bool Hand(IChainSink sink)
    {
        var unreadable = FindWrongKind();
        var stream = raw.sqlite3_column_blob(statement, 1);
        byte[]? category = null;
        if (unreadable is null && (stream.Length != UuidBytes + 1 || (category = layout.Categories[stream[UuidBytes]]) is null))
        {
            unreadable = "its column stream names no category of this log";
        }

        if (unreadable is not null)
        {
            return sink.Take(new ChainRow
            {
                Position = raw.sqlite3_column_int64(statement, 0),
                Id = default,
                Category = default,
                StreamId = default,
                Version = 0,
                Type = default,
                Schema = 0,
                At = 0,
                ActorKind = 0,
                Actor = default,
                Agent = default,
                Workspace = default,
                Correlation = default,
                Causation = default,
                Operation = default,
                Payload = default,
                Leaf = default,
                Hash = default,
                Unreadable = unreadable,
            });
        }

        var actor = raw.sqlite3_column_blob(statement, 8);
        var operation = raw.sqlite3_column_blob(statement, OperationColumn);
        return sink.Take(new ChainRow
        {
            Position = raw.sqlite3_column_int64(statement, 0),
            Category = category,
            StreamId = stream[..UuidBytes],
            Version = raw.sqlite3_column_int64(statement, 2),
            Id = raw.sqlite3_column_blob(statement, 3),
            Type = raw.sqlite3_column_blob(statement, 4),
            Schema = raw.sqlite3_column_int64(statement, 5),
            At = raw.sqlite3_column_int64(statement, 6),
            ActorKind = raw.sqlite3_column_int64(statement, 7),
            Actor = actor,
            Agent = raw.sqlite3_column_blob(statement, 9),
            Workspace = raw.sqlite3_column_blob(statement, 10),
            Correlation = raw.sqlite3_column_blob(statement, 11),
            Causation = raw.sqlite3_column_blob(statement, 12),
            Operation = operation,
            Payload = raw.sqlite3_column_blob(statement, 14),
            Leaf = raw.sqlite3_column_blob(statement, 15),
            Hash = raw.sqlite3_column_blob(statement, 16),
            RemovedKind = raw.sqlite3_column_int64(statement, 17),
            RemovedDigest = raw.sqlite3_column_blob(statement, 18),
            Inconsistent = layout.HasOperationKeys && !HasOperationKey(actor, operation) ? "its column operation_key does not follow from actor and operation" : null,
        });
    }

    // A value of another kind than a column's may hold the same bytes, but no reader of the log could read it.
    private string? FindWrongKind()
    {
        for (var column = 1; column < Kinds.Length; column++)
        {
            var kind = raw.sqlite3_column_type(statement, column);
            var isRight = Kinds[column] switch
            {
                'i' => kind == raw.SQLITE_INTEGER,
                't' => kind == raw.SQLITE_TEXT,
                'b' => kind == raw.SQLITE_BLOB,
                'I' => kind is raw.SQLITE_INTEGER or raw.SQLITE_NULL,
                'T' => kind is raw.SQLITE_TEXT or raw.SQLITE_NULL,
                _ => kind is raw.SQLITE_BLOB or raw.SQLITE_NULL,
            };
            if (!isRight)
            {
                return $"its column {Names[column]} holds a value of a kind that no event has there";
            }
        }

        return null;
    }

    private bool HasOperationKey(ReadOnlySpan<byte> actor, ReadOnlySpan<byte> operation)
    {
        var key = raw.sqlite3_column_blob(statement, OperationKeyColumn);
        if (operation.IsEmpty || key.IsEmpty)
        {
            return operation.IsEmpty == key.IsEmpty;
        }

        SHA256.HashData(actor, _actorHash);
        return key.Length == operation.Length + 8 && key.StartsWith(operation) && key[operation.Length..].SequenceEqual(_actorHash.AsSpan(0, 8));
    }
}
