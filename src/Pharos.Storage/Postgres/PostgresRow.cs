using Npgsql;
using Pharos.Events;

namespace Pharos.Storage.Postgres;

/// <summary>Maps a row of the appended table.</summary>
internal static class PostgresRow
{
    public const string Columns =
        "position, stream, category, version, id, type, schema, at, actor_kind, actor, agent, workspace, correlation, causation, operation, payload, leaf, hash, removed_kind, removed_digest";

    public static short CategoryOf(NpgsqlDataReader row) => row.GetInt16(2);

    public static EventRecord Read(NpgsqlDataReader row, string category) => new()
    {
        Position = new Position(row.GetInt64(0)),
        Stream = new StreamId(category, row.GetGuid(1)),
        Version = row.GetInt64(3),
        Id = new EventId(row.GetGuid(4)),
        Type = row.GetString(5),
        Schema = row.GetInt32(6),
        At = DateTimeOffset.UnixEpoch.AddTicks(checked(row.GetInt64(7) * TimeSpan.TicksPerMicrosecond)),
        Actor = new Actor((ActorKind)row.GetInt16(8), row.GetString(9)),
        Agent = row.IsDBNull(10) ? null : row.GetString(10),
        Workspace = row.IsDBNull(11) ? null : row.GetString(11),
        Correlation = row.IsDBNull(12) ? null : new CorrelationId(row.GetGuid(12)),
        Causation = row.IsDBNull(13) ? null : new EventId(row.GetGuid(13)),
        OperationId = row.IsDBNull(14) ? null : new OperationId(row.GetGuid(14)),
        Payload = row.GetFieldValue<byte[]>(15),
        Leaf = new Digest(row.GetFieldValue<byte[]>(16)),
        Hash = new Digest(row.GetFieldValue<byte[]>(17)),
        Removed = row.IsDBNull(18) ? null : new RemovedPayload(KindOf(row.GetInt16(18)), new Digest(row.GetFieldValue<byte[]>(19))),
    };

    private static PayloadRemoval KindOf(short kind) => kind is 1 or 2 ? (PayloadRemoval)kind : throw new ArgumentOutOfRangeException(nameof(kind), kind, "A payload is erased (1) or archived (2).");
}
