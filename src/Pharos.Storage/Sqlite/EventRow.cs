using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Pharos.Events;

namespace Pharos.Storage.Sqlite;

/// <summary>Maps a row of the appended table.</summary>
internal static class EventRow
{
    public const string Columns = "position, stream, version, id, type, schema, at, actor_kind, actor, agent, workspace, correlation, causation, operation, payload, leaf, hash";

    public static EventRecord Read(SqliteDataReader row, StreamCategories categories) => new()
    {
        Position = new Position(row.GetInt64(0)),
        Stream = categories.StreamOf((byte[])row.GetValue(1)),
        Version = row.GetInt64(2),
        Id = new EventId(Uuid(row, 3)),
        Type = row.GetString(4),
        Schema = row.GetInt32(5),
        At = DateTimeOffset.UnixEpoch.AddTicks(checked(row.GetInt64(6) * TimeSpan.TicksPerMicrosecond)),
        Actor = new Actor((ActorKind)row.GetInt32(7), row.GetString(8)),
        Agent = row.IsDBNull(9) ? null : row.GetString(9),
        Workspace = row.IsDBNull(10) ? null : row.GetString(10),
        Correlation = row.IsDBNull(11) ? null : new CorrelationId(Uuid(row, 11)),
        Causation = row.IsDBNull(12) ? null : new EventId(Uuid(row, 12)),
        OperationId = row.IsDBNull(13) ? null : new OperationId(Uuid(row, 13)),
        Payload = (byte[])row.GetValue(14),
        Leaf = new Digest((byte[])row.GetValue(15)),
        Hash = new Digest((byte[])row.GetValue(16)),
    };

    public static long MicrosecondsOf(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>The key under which an actor's operation is unique: 16 bytes of a hash, because actors are texts of any length.</summary>
    public static byte[] OperationKey(string actor, OperationId operation)
    {
        var text = Encoding.UTF8.GetBytes(actor);
        var both = new byte[16 + text.Length];
        operation.Value.TryWriteBytes(both, bigEndian: true, out _);
        text.CopyTo(both, 16);
        return SHA256.HashData(both)[..16];
    }

    private static Guid Uuid(SqliteDataReader row, int column) => new((byte[])row.GetValue(column), bigEndian: true);
}
