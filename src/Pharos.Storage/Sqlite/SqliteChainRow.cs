using System.Security.Cryptography;
using Pharos.Events;
using Pharos.Events.Evidence;
using SQLitePCL;

namespace Pharos.Storage.Sqlite;

/// <summary>Hands the current row of a statement to a sink, column by column as the bytes that SQLite holds.</summary>
internal sealed class SqliteChainRow(sqlite3_stmt statement, SqliteChainSource.Layout layout)
{
    private const int UuidBytes = 16;
    private const int OperationColumn = 13;
    private const int PayloadColumn = 14;
    private const int OperationKeyColumn = 19;

    private static readonly string[] Names =
    [
        "position", "stream", "version", "id", "type", "schema", "at", "actor_kind", "actor", "agent", "workspace", "correlation", "causation", "operation", "payload", "leaf", "hash",
        "removed_kind", "removed_digest", "operation_key",
    ];

    // i an integer, t a text, b a blob; in upper case where the column may be empty.
    private const string Kinds = "ibibtiiitTTBBBbbbIBB";

    private readonly SqliteColumns _columns = new(statement);
    private readonly (int Start, int Length)[] _places = new (int, int)[Kinds.Length];
    private readonly byte[] _actorHash = new byte[SHA256.HashSizeInBytes];

    // A few agents write nearly everything, mostly many events in a row; hashing their names each time would be one hash in four.
    private byte[]? _actor;

    public bool Hand(IChainSink sink)
    {
        byte[]? category = null;
        var unreadable = FindWrongKind();
        if (unreadable is null)
        {
            ReadBytes();
            var stream = Bytes(1);
            if (stream.Length != UuidBytes + 1 || (category = layout.Categories[stream[UuidBytes]]) is null)
            {
                unreadable = "its column stream names no category of this log";
            }
        }

        return unreadable is null ? Take(sink, category!) : sink.Take(new ChainRow
        {
            Position = _columns.Number(0),
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

    private bool Take(IChainSink sink, byte[] category) => sink.Take(new ChainRow
    {
        Position = _columns.Number(0),
        Category = category,
        StreamId = Bytes(1)[..UuidBytes],
        Version = _columns.Number(2),
        Id = Bytes(3),
        Type = Bytes(4),
        Schema = _columns.Number(5),
        At = _columns.Number(6),
        ActorKind = _columns.Number(7),
        Actor = Bytes(8),
        Agent = Bytes(9),
        Workspace = Bytes(10),
        Correlation = Bytes(11),
        Causation = Bytes(12),
        Operation = Bytes(13),
        Payload = Bytes(14),
        Leaf = Bytes(15),
        Hash = Bytes(16),
        RemovedKind = _columns.Number(17),
        RemovedDigest = Bytes(18),
        Inconsistent = layout.HasOperationKeys && !HasOperationKey() ? "its column operation_key does not follow from actor and operation" : null,
    });

    private ReadOnlySpan<byte> Bytes(int column) => _columns.Span(_places[column]);

    private void ReadBytes()
    {
        _columns.Begin();
        for (var column = 0; column < Kinds.Length; column++)
        {
            if (Kinds[column] is not ('i' or 'I'))
            {
                _places[column] = _columns.Read(column);
            }
        }
    }

    // A value of another kind than a column's may hold the same bytes, but no reader of the log could read it.
    private string? FindWrongKind()
    {
        for (var column = 1; column < Kinds.Length; column++)
        {
            var kind = _columns.Kind(column);
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

        return _columns.Length(PayloadColumn) > EventLimits.PayloadBytes ? "its payload is larger than that of any event" : null;
    }

    private bool HasOperationKey()
    {
        var operation = Bytes(OperationColumn);
        var key = Bytes(OperationKeyColumn);
        if (operation.IsEmpty || key.IsEmpty)
        {
            return operation.IsEmpty == key.IsEmpty;
        }

        var actor = Bytes(8);
        if (_actor is null || !actor.SequenceEqual(_actor))
        {
            _actor = actor.ToArray();
            SHA256.HashData(actor, _actorHash);
        }

        return key.Length == operation.Length + 8 && key.StartsWith(operation) && key[operation.Length..].SequenceEqual(_actorHash.AsSpan(0, 8));
    }
}
