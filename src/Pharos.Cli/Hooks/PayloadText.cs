using System.Text.Json;

namespace Pharos.Cli.Hooks;

/// <summary>Writes the members of documented payloads.</summary>
internal static class PayloadText
{
    /// <summary>An array of one replacement, as tools that take several want it.</summary>
    public static readonly object OneEdit = new (string, object)[][] { [("old_string", "a"), ("new_string", "b")] };

    /// <summary>Writes a tool's name and input.</summary>
    public static void WriteCall(Utf8JsonWriter json, string tool, params ReadOnlySpan<(string Name, object Value)> input)
    {
        json.WriteString("tool_name", tool);
        json.WriteStartObject("tool_input");
        WriteMembers(json, input);
        json.WriteEndObject();
    }

    /// <summary>Writes members: texts, whole numbers, truths, nothings, lists of texts and lists of objects.</summary>
    public static void WriteMembers(Utf8JsonWriter json, params ReadOnlySpan<(string Name, object Value)> members)
    {
        foreach (var (name, value) in members)
        {
            json.WritePropertyName(name);
            Write(json, value);
        }
    }

    private static void Write(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case int number:
                json.WriteNumberValue(number);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case DBNull:
                json.WriteNullValue();
                break;
            case (string, object)[] members:
                json.WriteStartObject();
                WriteMembers(json, members);
                json.WriteEndObject();
                break;
            case object[] items:
                json.WriteStartArray();
                foreach (var item in items)
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            case "[]":
                json.WriteStartArray();
                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue((string)value);
                break;
        }
    }
}
