using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pharos.Events;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Storage.Lighthouse;

/// <summary>Makes an event of ours of one of Lighthouse's. The original stands whole in the payload, with secrets of known forms masked as everywhere in the log.</summary>
internal static class LighthouseEvent
{
    private const string Category = "lighthouse";

    /// <summary>The batch that appends the event once, however often it is imported.</summary>
    /// <param name="json">The original's fields.</param>
    /// <param name="isVerified">Whether its HMAC was compared and fits.</param>
    /// <param name="file">The file it comes from.</param>
    /// <param name="offset">Where it stands there.</param>
    /// <exception cref="FormatException">It lacks what an event needs.</exception>
    public static AppendBatch Read(ReadOnlySpan<byte> json, bool isVerified, string file, long offset)
    {
        if (!RegoValue.TryParseJson(json, out var value, out var problem) || value is not RegoObject fields)
        {
            throw new FormatException($"it is no JSON object: {problem}");
        }

        var id = Text(fields, "event_id") ?? throw new FormatException("it has no event_id");
        var type = Text(fields, "event_type") ?? throw new FormatException("it has no event_type");
        var source = Name(Text(fields, "source_agent"));
        var operation = Derive($"lighthouse operation\n{id}");
        var record = new NewEvent
        {
            Stream = new StreamId(Category, Derive($"lighthouse stream\n{Text(fields, "aggregate_type")}\n{Text(fields, "aggregate_id") ?? id}")),
            Id = new EventId(Derive($"lighthouse event\n{id}")),
            Type = TypeOf(type),
            At = TimeOf(fields),
            Actor = source is null ? new Actor(ActorKind.System, Category) : new Actor(ActorKind.Agent, source),
            Agent = source,
            Correlation = Guid.TryParse(Text(fields, "correlation_id"), out var correlation) ? new CorrelationId(correlation) : null,
            Causation = Guid.TryParse(Text(fields, "causation_id"), out var causation) ? new EventId(causation) : null,
            Payload = Payload(fields, isVerified, file, offset),
        };
        return new AppendBatch([record], [], new Operation(new OperationId(operation), ContentHash(fields)));
    }

    /// <summary>The same event under an id of its content: for an id that Lighthouse gave twice, which its clock allows.</summary>
    public static AppendBatch Again(AppendBatch batch)
    {
        var content = Convert.ToHexString(batch.Operation!.ContentHash.Span);
        var record = batch.Events[0] with { Id = new EventId(Derive($"lighthouse event\n{batch.Events[0].Id}\n{content}")) };
        return batch with { Events = [record], Operation = batch.Operation with { Id = new OperationId(Derive($"lighthouse operation\n{batch.Operation.Id}\n{content}")) } };
    }

    /// <summary>Lighthouse's type as <c>lighthouse.word-word</c>, at most as long as a type may be.</summary>
    public static string TypeOf(string type)
    {
        var name = new StringBuilder(Category).Append('.');
        var start = name.Length;
        foreach (var letter in type)
        {
            if (char.IsAsciiLetterOrDigit(letter))
            {
                name.Append(char.ToLowerInvariant(letter));
            }
            else if (name.Length > start && name[^1] != '-')
            {
                name.Append('-');
            }
        }

        var text = name.ToString(0, Math.Min(name.Length, EventLimits.TypeLength)).TrimEnd('-');
        return text.Length > start ? text : Category + ".unknown";
    }

    private static DateTimeOffset TimeOf(RegoObject fields)
    {
        if (!fields.TryGet("timestamp", out var value))
        {
            throw new FormatException("it has no timestamp");
        }

        const double latest = 253_402_300_799;
        return value switch
        {
            RegoString text when DateTimeOffset.TryParse(text.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) && at >= DateTimeOffset.UnixEpoch => at,
            RegoNumber seconds when seconds.ToDouble() is >= 0 and < latest and var since => DateTimeOffset.UnixEpoch.AddTicks((long)(since * TimeSpan.TicksPerSecond)),
            _ => throw new FormatException("its timestamp is no time"),
        };
    }

    private static string? Name(string? source)
    {
        var name = source?.Replace("\0", "", StringComparison.Ordinal);
        return string.IsNullOrEmpty(name) ? null : name.Length <= EventLimits.ActorLength ? name : name[..EventLimits.ActorLength].TrimEnd('\ud800', '\udbff');
    }

    private static string? Text(RegoObject fields, string name) => !fields.TryGet(name, out var value) || value is RegoNull ? null : value is RegoString text ? text.Value : value.ToJson();

    // Of the fields in their sorted order, so that the record and the JSON of one event are the same content.
    private static byte[] ContentHash(RegoObject fields) => SHA256.HashData(Encoding.UTF8.GetBytes(fields.ToJson()));

    private static Guid Derive(string text)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(text))[..16];

        // Version 8, "custom", and the variant of RFC 9562.
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    private static ReadOnlyMemory<byte> Payload(RegoObject fields, bool isVerified, string file, long offset)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteBoolean("verified", isVerified);
            writer.WriteString("file", file);
            writer.WriteNumber("offset", offset);
            writer.WritePropertyName("event");
            MaskedJson.Write(writer, fields);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
