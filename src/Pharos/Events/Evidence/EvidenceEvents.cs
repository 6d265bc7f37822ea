using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pharos.Events.Evidence;

/// <summary>The events by which a log speaks about itself: their types and payloads.</summary>
public static class EvidenceEvents
{
    /// <summary>A payload was erased: <c>{"position","reason","digest","type"}</c>.</summary>
    public const string Erased = "log.erased";

    /// <summary>Payloads were moved to a segment file; names <c>first</c> and <c>last</c> position.</summary>
    public const string Archived = "log.archived";

    /// <summary>A checkpoint was signed: the line of the checkpoint file.</summary>
    public const string Checkpointed = "log.checkpointed";

    /// <summary>A node signs with this public key: <c>{"key","algorithm","publicKey","node"}</c>.</summary>
    public const string KeyPublished = "log.key-published";

    /// <summary>The stream of checkpoints and keys.</summary>
    public static readonly StreamId Checkpoints = new("log", new Guid("01900000-0000-7000-8000-0000000000e1"));

    /// <summary>The stream of what became of one event's payload, so that its erasure is found by its position.</summary>
    public static StreamId ErasureOf(Position position)
    {
        Span<byte> id = [0x01, 0x90, 0, 0, 0, 0, 0x70, 0xe2, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt64BigEndian(id[8..], position.Value);
        id[8] = 0x80;
        return new StreamId("log", new Guid(id, bigEndian: true));
    }

    /// <summary>The payload of <see cref="KeyPublished"/>.</summary>
    public static ReadOnlyMemory<byte> KeyPayload(CheckpointKey key, string node) => Payload(json =>
    {
        json.WriteString("key", key.Id);
        json.WriteString("algorithm", "ecdsa-p256-sha256");
        json.WriteBase64String("publicKey", key.PublicKey.Span);
        json.WriteString("node", node);
    });

    /// <summary>The payload of <see cref="Erased"/>.</summary>
    public static ReadOnlyMemory<byte> ErasedPayload(EventRecord erased, string reason) => Payload(json =>
    {
        json.WriteNumber("position", erased.Position.Value);
        json.WriteString("type", erased.Type);
        json.WriteString("reason", reason);
        json.WriteString("digest", HashChain.PayloadOf(erased).ToString());
    });

    internal static long? ErasedPosition(ReadOnlySpan<byte> payload) => Read(payload, "position") is [{ } position] ? position : null;

    internal static (long First, long Last)? ArchivedRange(ReadOnlySpan<byte> payload) =>
        Read(payload, "first", "last") is [{ } first, { } last] && first >= 1 && first <= last ? (first, last) : null;

    /// <summary>The key in the payload of <see cref="KeyPublished"/>; null when it names none.</summary>
    public static CheckpointKey? PublishedKey(ReadOnlySpan<byte> payload)
    {
        try
        {
            var reader = new Utf8JsonReader(payload);
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("publicKey", out var text) && text.ValueKind == JsonValueKind.String && text.TryGetBytesFromBase64(out var bytes)
                ? CheckpointKey.TryOf(bytes)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static long?[] Read(ReadOnlySpan<byte> payload, params ReadOnlySpan<string> names)
    {
        var found = new long?[names.Length];
        try
        {
            var reader = new Utf8JsonReader(payload);
            using var document = JsonDocument.ParseValue(ref reader);
            for (var i = 0; i < names.Length && document.RootElement.ValueKind == JsonValueKind.Object; i++)
            {
                found[i] = document.RootElement.TryGetProperty(names[i], out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
            }
        }
        catch (JsonException)
        {
            Array.Clear(found);
        }

        return found;
    }

    private static ReadOnlyMemory<byte> Payload(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
