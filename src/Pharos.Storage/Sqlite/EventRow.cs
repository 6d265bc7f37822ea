using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Pharos.Events;

namespace Pharos.Storage.Sqlite;

/// <summary>Maps a row of the appended table.</summary>
internal static class EventRow
{
    public const string Columns = Appended + ", removed_kind, removed_digest";

    /// <summary>The columns of tables of version 1, whose payloads could not be removed, in the same places.</summary>
    public const string ColumnsOfVersion1 = Appended + ", NULL, NULL";

    private const string Appended = "position, stream, version, id, type, schema, at, actor_kind, actor, agent, workspace, correlation, causation, operation, payload, leaf, hash";

    private const int MaximumKnownActors = 10_000;

    private static readonly ConcurrentDictionary<string, ulong> Actors = new(StringComparer.Ordinal);
    private static int _knownActors;

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
        Removed = row.IsDBNull(17) ? null : new RemovedPayload(KindOf(row.GetInt32(17)), new Digest((byte[])row.GetValue(18))),
    };

    public static long MicrosecondsOf(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>
    /// The key under which an actor's operation is unique: the operation's 16 bytes, then 8 of a hash of the actor, a text of any length. Ids that rise with time append to the
    /// index; a hash of both would touch one of its pages for every event.
    /// </summary>
    public static byte[] OperationKey(string actor, OperationId operation)
    {
        var key = new byte[24];
        operation.Value.TryWriteBytes(key, bigEndian: true, out _);
        BinaryPrimitives.WriteUInt64BigEndian(key.AsSpan(16), HashOf(actor));
        return key;
    }

    // The actors of a house are few and each appends often.
    private static ulong HashOf(string actor)
    {
        if (Actors.TryGetValue(actor, out var known))
        {
            return known;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(actor), hash);
        var found = BinaryPrimitives.ReadUInt64BigEndian(hash);
        if (Interlocked.Increment(ref _knownActors) > MaximumKnownActors)
        {
            Actors.Clear();
            Interlocked.Exchange(ref _knownActors, 0);
        }

        Actors[actor] = found;
        return found;
    }

    private static PayloadRemoval KindOf(int kind) => kind is 1 or 2 ? (PayloadRemoval)kind : throw new ArgumentOutOfRangeException(nameof(kind), kind, "A payload is erased (1) or archived (2).");

    private static Guid Uuid(SqliteDataReader row, int column) => new((byte[])row.GetValue(column), bigEndian: true);
}
