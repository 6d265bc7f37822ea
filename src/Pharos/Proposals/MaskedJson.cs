using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Pharos.Rego.Values;

namespace Pharos.Proposals;

/// <summary>Writes values as JSON with every string masked, keys included: an agent may put a secret anywhere.</summary>
public static class MaskedJson
{
    /// <summary>One value as UTF-8.</summary>
    public static byte[] Write(RegoValue value)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, value);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The same value with every string masked; false for what is JSON and yet no value, such as half a character or a number beyond all bounds.</summary>
    public static bool TryOf(JsonElement value, out JsonElement masked, [NotNullWhen(false)] out string? error)
    {
        masked = default;
        if (!RegoValue.TryParseJson(Encoding.UTF8.GetBytes(value.GetRawText()), out var read, out error))
        {
            return false;
        }

        using var document = JsonDocument.Parse(Write(read));
        masked = document.RootElement.Clone();
        return true;
    }

    /// <summary>The same value with every string masked, of one that was read as a value before.</summary>
    public static JsonElement Of(JsonElement value)
    {
        using var masked = JsonDocument.Parse(Write(RegoValue.ParseJson(value.GetRawText())));
        return masked.RootElement.Clone();
    }

    /// <summary>Writes one value.</summary>
    public static void Write(Utf8JsonWriter writer, RegoValue value)
    {
        switch (value)
        {
            case RegoString text:
                writer.WriteStringValue(SecretMask.Mask(text.Value));
                break;
            case RegoArray array:
                writer.WriteStartArray();
                for (var i = 0; i < array.Count; i++)
                {
                    Write(writer, array[i]);
                }

                writer.WriteEndArray();
                break;
            case RegoObject map:
                writer.WriteStartObject();
                foreach (var pair in map)
                {
                    writer.WritePropertyName(pair.Key is RegoString key ? SecretMask.Mask(key.Value) : SecretMask.Mask(pair.Key.ToJson()));
                    if (pair.Value is RegoString { Value.Length: > 0 } secret && pair.Key is RegoString name && SecretMask.NamesSecret(name.Value))
                    {
                        // The name says what the value does not: {"PGPASSWORD": "…"} has no known form.
                        writer.WriteStringValue(secret.Value.StartsWith('$') || secret.Value.StartsWith('<') ? SecretMask.Mask(secret.Value) : SecretMask.Replacement);
                        continue;
                    }

                    Write(writer, pair.Value);
                }

                writer.WriteEndObject();
                break;
            default:
                value.WriteJson(writer);
                break;
        }
    }
}
