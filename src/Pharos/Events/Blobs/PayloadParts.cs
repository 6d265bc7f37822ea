using System.Buffers;
using System.Text.Json;

namespace Pharos.Events.Blobs;

/// <summary>
/// Takes the large strings out of a payload and puts <c>{"$blob":"sha256:…","bytes":N}</c> in their place, and back. A payload in which nothing had to change keeps its bytes
/// and <see cref="WholeSchema"/>. In one that was changed, every key that reads <c>$blob</c>, <c>$$blob</c>, … got one more <c>$</c>, so an object that only looks like a
/// reference, which anybody may propose, is never taken for one.
/// </summary>
public static class PayloadParts
{
    /// <summary>The largest string, in bytes of UTF-8, that stays inside a payload.</summary>
    public const int LargestInline = 16 * 1024;

    /// <summary>The event schema whose payload stands as it was made.</summary>
    public const int WholeSchema = 1;

    /// <summary>The event schema whose payload holds references and escaped keys.</summary>
    public const int PartedSchema = 2;

    /// <summary>Largest payload in bytes that is put together again; beyond it somebody made references to multiply a blob.</summary>
    public const int LargestJoined = 256 * 1024 * 1024;

    internal static readonly JsonReaderOptions Reading = new() { MaxDepth = EventLimits.PayloadDepth };

    // The ways in which the letters of "$blob" can stand in JSON: as they are, or as escapes that begin so.
    private static readonly byte[][] KeyHints = ["$blob"u8.ToArray(), "\\u0024"u8.ToArray(), "\\u006"u8.ToArray()];

    /// <summary>Takes the strings above <see cref="LargestInline"/> out, the first <see cref="EventLimits.BlobsPerEvent"/> different ones; further ones stay.</summary>
    /// <param name="payload">One UTF-8 JSON value, as the log accepts it.</param>
    public static PartedPayload Split(ReadOnlyMemory<byte> payload)
    {
        if (payload.Length <= LargestInline && !MayHoldKey(payload.Span))
        {
            return new PartedPayload(payload, WholeSchema, []);
        }

        var splitter = new PayloadSplitter();
        return splitter.Run(payload);
    }

    /// <summary>Takes the large strings out and makes them durable, before the event that names them may be appended.</summary>
    public static async ValueTask<PartedPayload> StoreAsync(ReadOnlyMemory<byte> payload, IBlobStore blobs, CancellationToken cancellationToken)
    {
        var parted = Split(payload);
        foreach (var part in parted.Parts)
        {
            await blobs.PutAsync(part.Content, cancellationToken);
        }

        return parted;
    }

    /// <summary>The blobs that a payload of <see cref="PartedSchema"/> refers to, each once.</summary>
    public static IReadOnlyList<Digest> References(ReadOnlySpan<byte> payload)
    {
        var found = new List<Digest>();
        var reader = new Utf8JsonReader(payload, Reading);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject && TryReadReference(reader, out var digest, out _) && !found.Contains(digest))
            {
                found.Add(digest);
            }
        }

        return found;
    }

    /// <summary>Puts a payload of <see cref="PartedSchema"/> together again.</summary>
    /// <param name="payload">The payload as the log keeps it.</param>
    /// <param name="parts">Gives the content of a blob; a reference it has nothing for stays as it is.</param>
    public static ReadOnlyMemory<byte> Join(ReadOnlyMemory<byte> payload, Func<Digest, ReadOnlyMemory<byte>?> parts)
    {
        var buffer = new ArrayBufferWriter<byte>(payload.Length);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        var reader = new Utf8JsonReader(payload.Span, Reading);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject && TryReadReference(reader, out var digest, out var behind) && parts(digest) is { } content)
            {
                if (buffer.WrittenCount + writer.BytesPending + content.Length > LargestJoined)
                {
                    throw new EventLogUnavailableException("blob.too-large", $"The payload has more than {LargestJoined} bytes with its blobs.");
                }

                writer.WriteStringValue(content.Span);
                reader = behind;
            }
            else if (reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = Name(ref reader);
                writer.WritePropertyName(IsKey(name, leastDollars: 2) ? name.AsSpan(1) : name);
            }
            else
            {
                Copy(writer, ref reader, payload.Span);
            }
        }

        writer.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>Puts a payload of <see cref="PartedSchema"/> together again with the blobs of a store.</summary>
    /// <exception cref="EventLogUnavailableException"><c>blob.missing</c>, <c>blob.corrupt</c> or <c>blob.too-large</c>.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> LoadAsync(ReadOnlyMemory<byte> payload, IBlobStore blobs, CancellationToken cancellationToken)
    {
        var contents = new Dictionary<Digest, ReadOnlyMemory<byte>>();
        foreach (var digest in References(payload.Span))
        {
            contents[digest] = await blobs.GetAsync(digest, cancellationToken)
                ?? throw new EventLogUnavailableException("blob.missing", $"The blob {digest} that an event names is not there. Restore it from a backup or an export.");
        }

        return Join(payload, digest => contents.TryGetValue(digest, out var content) ? content : default(ReadOnlyMemory<byte>?));
    }

    internal static bool IsKey(ReadOnlySpan<char> name, int leastDollars) =>
        name.EndsWith("$blob", StringComparison.Ordinal) && name.Length - 4 >= leastDollars && name[..^4].TrimStart('$').IsEmpty;

    internal static string Name(ref Utf8JsonReader reader) => reader.GetString()!;

    internal static void Copy(Utf8JsonWriter writer, ref Utf8JsonReader reader, ReadOnlySpan<byte> source)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                writer.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                writer.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                writer.WriteStartArray();
                break;
            case JsonTokenType.EndArray:
                writer.WriteEndArray();
                break;
            default:
                // As it stands, so that a number keeps its digits and a string its escapes.
                writer.WriteRawValue(source[(int)reader.TokenStartIndex..(int)reader.BytesConsumed], skipInputValidation: true);
                break;
        }
    }

    private static bool MayHoldKey(ReadOnlySpan<byte> payload)
    {
        foreach (var hint in KeyHints)
        {
            if (payload.IndexOf(hint) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryReadReference(Utf8JsonReader reader, out Digest digest, out Utf8JsonReader behind)
    {
        const string Algorithm = "sha256:";
        digest = default;
        behind = default;
        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("$blob"u8)
            || !reader.Read() || reader.TokenType != JsonTokenType.String || reader.ValueSpan.Length != Algorithm.Length + (2 * Digest.Size))
        {
            return false;
        }

        var text = reader.GetString()!;
        if (!text.StartsWith(Algorithm, StringComparison.Ordinal) || !Digest.TryParse(text.AsSpan(Algorithm.Length), out digest)
            || !reader.Read() || !reader.ValueTextEquals("bytes"u8) || !reader.Read() || reader.TokenType != JsonTokenType.Number || !reader.Read())
        {
            return false;
        }

        behind = reader;
        return reader.TokenType == JsonTokenType.EndObject;
    }
}
