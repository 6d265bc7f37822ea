using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pharos.Events;

/// <summary>
/// The tamper evidence of the log: <c>leaf = SHA-256(fields, each behind its u32 big-endian length)</c> and <c>hash = SHA-256(previous hash ‖ leaf)</c>, from 32 zero bytes.
/// The fields in order: position (u64), id, stream, version (u64), type, schema (u32), at, actor kind, actor id, agent, workspace, correlation, causation, operation id, SHA-256 of
/// the payload; texts as they stand in the event's JSON, absent ones empty. The payload enters by its hash, so it can be erased and the chain still verifies.
/// </summary>
public static class HashChain
{
    /// <summary>The leaf of an event whose payload has this digest.</summary>
    public static Digest Leaf(EventRecord record, Digest payload)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[8];
        Span<byte> digest = stackalloc byte[Digest.Size];
        BinaryPrimitives.WriteInt64BigEndian(number, record.Position.Value);
        Add(hash, number);
        Add(hash, record.Id.ToString());
        Add(hash, record.Stream.ToString());
        BinaryPrimitives.WriteInt64BigEndian(number, record.Version);
        Add(hash, number);
        Add(hash, record.Type);
        BinaryPrimitives.WriteInt32BigEndian(number, record.Schema);
        Add(hash, number[..4]);
        Add(hash, TimeOf(record.At));
        Add(hash, KindOf(record.Actor.Kind));
        Add(hash, record.Actor.Id);
        Add(hash, record.Agent ?? "");
        Add(hash, record.Workspace ?? "");
        Add(hash, record.Correlation?.ToString() ?? "");
        Add(hash, record.Causation?.ToString() ?? "");
        Add(hash, record.OperationId?.ToString() ?? "");
        payload.CopyTo(digest);
        Add(hash, digest);
        hash.GetHashAndReset(digest);
        return new Digest(digest);
    }

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

    private static void Add(IncrementalHash hash, string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        var bytes = length <= 512 ? stackalloc byte[length] : new byte[length];
        Encoding.UTF8.GetBytes(text, bytes);
        Add(hash, bytes);
    }

    private static void Add(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
