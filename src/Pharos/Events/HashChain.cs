using System.Globalization;
using System.Text;

namespace Pharos.Events;

/// <summary>
/// The tamper evidence of the log: <c>leaf = SHA-256(fields, each behind its u32 big-endian length)</c> and <c>hash = SHA-256(previous hash ‖ leaf)</c>, from 32 zero bytes.
/// The fields in order: position (u64), id, stream, version (u64), type, schema (u32), at, actor kind, actor id, agent, workspace, correlation, causation, operation id, SHA-256 of
/// the payload; texts as they stand in the event's JSON, absent ones empty. The payload enters by its hash, so it can be erased and the chain still verifies.
/// </summary>
public static class HashChain
{
    // Fifteen lengths, four numbers, five ids, a time, an actor's kind, a hyphen and a digest, rounded up.
    private const int MaximumFixed = 512;

    // Behind the length of the first field.
    internal const int PositionAt = sizeof(int);

    /// <summary>The leaf of an event whose payload has this digest.</summary>
    public static Digest Leaf(EventRecord record, Digest payload)
    {
        // One buffer and one call: thirty small calls into the hash cost more than the hashing itself.
        var most = MostBytes(record);
        var buffer = most <= 4096 ? stackalloc byte[most] : new byte[most];
        return Digest.Of(Write(record, payload, buffer));
    }

    /// <summary>What a leaf is the digest of.</summary>
    internal static byte[] Fields(EventRecord record, Digest payload)
    {
        var most = MostBytes(record);
        var buffer = most <= 4096 ? stackalloc byte[most] : new byte[most];
        return Write(record, payload, buffer).ToArray();
    }

    /// <summary>Where the version stands in the fields of an event: behind position, id and stream.</summary>
    internal static int VersionAt(StreamId stream)
    {
        const int uuid = 36;
        return sizeof(int) + sizeof(long) + sizeof(int) + uuid + sizeof(int) + Encoding.UTF8.GetByteCount(stream.Category) + 1 + uuid + sizeof(int);
    }

    private static int MostBytes(EventRecord record) =>
        MaximumFixed + (3 * (record.Type.Length + record.Stream.Category.Length + record.Actor.Id.Length + (record.Agent?.Length ?? 0) + (record.Workspace?.Length ?? 0)));

    private static ReadOnlySpan<byte> Write(EventRecord record, Digest payload, Span<byte> buffer)
    {
        var fields = new LeafFields(buffer);
        fields.Add(record.Position.Value);
        fields.Add(record.Id.Value);
        fields.Add(record.Stream);
        fields.Add(record.Version);
        fields.Add(record.Type);
        fields.Add(record.Schema);
        fields.Add(record.At);
        fields.Add(KindOf(record.Actor.Kind));
        fields.Add(record.Actor.Id);
        fields.Add(record.Agent);
        fields.Add(record.Workspace);
        fields.Add(record.Correlation?.Value);
        fields.Add(record.Causation?.Value);
        fields.Add(record.OperationId?.Value);
        fields.Add(payload);
        return fields.Written;
    }

    /// <summary>The digest of an event's payload, whether the bytes are still there or were removed.</summary>
    public static Digest PayloadOf(EventRecord record) => record.Removed?.Digest ?? Digest.Of(record.Payload.Span);

    /// <summary>The link that joins a leaf to everything before it.</summary>
    public static Digest Link(Digest previous, Digest leaf)
    {
        Span<byte> both = stackalloc byte[2 * Digest.Size];
        previous.CopyTo(both);
        leaf.CopyTo(both[Digest.Size..]);
        return Digest.Of(both);
    }

    /// <summary>A time as it stands in an event's JSON: ISO 8601 in UTC with microseconds.</summary>
    public static string TimeOf(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>An actor's kind as it stands in an event's JSON.</summary>
    public static string KindOf(ActorKind kind) => kind switch { ActorKind.Agent => "agent", ActorKind.User => "user", _ => "system" };
}
