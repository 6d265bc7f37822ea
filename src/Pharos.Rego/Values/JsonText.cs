using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Pharos.Rego.Values;

/// <summary>Writes values as JSON, the way OPA's server and <c>json.marshal</c> do.</summary>
internal static class JsonText
{
    internal static string Of(RegoValue value, bool escapeHtml)
    {
        var text = new StringBuilder();
        Append(text, value, escapeHtml);
        return text.ToString();
    }

    internal static void Append(StringBuilder text, RegoValue value, bool escapeHtml)
    {
        switch (value)
        {
            case RegoNull:
                text.Append("null");
                break;
            case RegoBoolean boolean:
                text.Append(boolean.Value ? "true" : "false");
                break;
            case RegoNumber number:
                text.Append(number.Text);
                break;
            case RegoString words:
                AppendString(text, words.Value, escapeHtml);
                break;
            case RegoArray array:
                text.Append('[');
                for (int i = 0; i < array.Count; i++)
                {
                    Separate(text, i);
                    Append(text, array[i], escapeHtml);
                }

                text.Append(']');
                break;
            case RegoSet set:
                text.Append('[');
                for (int i = 0; i < set.Count; i++)
                {
                    Separate(text, i);
                    Append(text, set.ItemAt(i), escapeHtml);
                }

                text.Append(']');
                break;
            case RegoObject entries:
                text.Append('{');
                for (int i = 0; i < entries.Count; i++)
                {
                    Separate(text, i);
                    AppendString(text, Key(entries.KeyAt(i)), escapeHtml);
                    text.Append(':');
                    Append(text, entries.ValueAt(i), escapeHtml);
                }

                text.Append('}');
                break;
        }
    }

    internal static void Write(Utf8JsonWriter writer, RegoValue value)
    {
        switch (value)
        {
            case RegoNull:
                writer.WriteNullValue();
                break;
            case RegoBoolean boolean:
                writer.WriteBooleanValue(boolean.Value);
                break;
            case RegoNumber number when number.TryGetInt64(out long whole):
                writer.WriteNumberValue(whole);
                break;
            case RegoNumber number:
                writer.WriteRawValue(number.Text, skipInputValidation: true);
                break;
            case RegoString words:
                writer.WriteStringValue(words.Value);
                break;
            case RegoArray array:
                writer.WriteStartArray();
                foreach (RegoValue item in array.AsSpan())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case RegoSet set:
                writer.WriteStartArray();
                foreach (RegoValue item in set)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case RegoObject entries:
                writer.WriteStartObject();
                foreach (KeyValuePair<RegoValue, RegoValue> entry in entries)
                {
                    writer.WritePropertyName(Key(entry.Key));
                    Write(writer, entry.Value);
                }

                writer.WriteEndObject();
                break;
        }
    }

    internal static string Key(RegoValue key) => key is RegoString text ? text.Value : Of(key, escapeHtml: false);

    internal static void AppendString(StringBuilder text, string value, bool escapeHtml)
    {
        text.Append('"');
        int copied = 0;
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            string? escape = c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\b' => "\\b",
                '\f' => "\\f",
                < ' ' or '\u2028' or '\u2029' => Escape(c),
                '<' or '>' or '&' when escapeHtml => Escape(c),
                _ when char.IsSurrogate(c) && !IsPaired(value, i) => "\\ufffd",
                _ => null,
            };
            if (escape is not null)
            {
                text.Append(value, copied, i - copied).Append(escape);
                copied = i + 1;
            }
        }

        text.Append(value, copied, value.Length - copied).Append('"');
    }

    private static bool IsPaired(string value, int at) => char.IsHighSurrogate(value[at])
        ? at + 1 < value.Length && char.IsLowSurrogate(value[at + 1])
        : at > 0 && char.IsHighSurrogate(value[at - 1]);

    private static string Escape(char c) => "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture);

    private static void Separate(StringBuilder text, int index)
    {
        if (index > 0)
        {
            text.Append(',');
        }
    }
}
