using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Pharos.Events.Evidence;

/// <summary>A checkpoint as a line of a checkpoint file and as the payload of its event: <c>{"v":1,"log","position","hash","at","key","publishedAt","signature"}</c>.</summary>
public static class CheckpointJson
{
    /// <summary>Longest line that is read, in bytes.</summary>
    public const int MaximumBytes = 1024;

    private const int MaximumText = 256;

    /// <summary>Writes one object without a line end.</summary>
    public static ReadOnlyMemory<byte> Write(Checkpoint checkpoint)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("v", 1);
            writer.WriteString("log", checkpoint.Log.ToString());
            writer.WriteNumber("position", checkpoint.Position.Value);
            writer.WriteString("hash", checkpoint.Hash.ToString());
            writer.WriteString("at", checkpoint.At);
            writer.WriteString("key", checkpoint.KeyId);
            writer.WriteNumber("publishedAt", checkpoint.PublishedAt.Value);
            // Base64 has a plus sign, which the writer would escape though JSON need not.
            writer.WritePropertyName("signature");
            writer.WriteRawValue($"\"{checkpoint.Signature}\"", skipInputValidation: true);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Reads one object; null for anything that is not a checkpoint.</summary>
    public static Checkpoint? Parse(ReadOnlySpan<byte> line)
    {
        if (line.Length > MaximumBytes)
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = 2 });
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            return reader.BytesConsumed == line.Length && root.ValueKind == JsonValueKind.Object && Number(root, "v") == 1
                && DigestOf(root, "log") is { } log && DigestOf(root, "hash") is { } hash
                && Number(root, "position") is >= 1 and var position && Number(root, "publishedAt") is >= 1 and var published
                && Text(root, "at") is { } at && Text(root, "key") is { } key && Text(root, "signature") is { } signature
                ? new Checkpoint(log, new Position(position), hash, at, key, new Position(published), signature)
                : null;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // InvalidOperation: a string of the document that is no text, such as half a surrogate pair.
            return null;
        }
    }

    /// <summary>A time of a checkpoint; null when it is none.</summary>
    public static DateTimeOffset? TimeOf(Checkpoint checkpoint) =>
        DateTimeOffset.TryParse(checkpoint.At, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    private static Digest? DigestOf(JsonElement root, string name) => Digest.TryParse(Text(root, name), out var digest) ? digest : null;

    private static long? Number(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= MaximumText } text
            && text.All(char.IsAscii) && !text.Any(char.IsControl)
            ? text
            : null;
}
