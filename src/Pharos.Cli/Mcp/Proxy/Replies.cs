using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>The messages that the proxy writes itself.</summary>
internal static class Replies
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An error of the protocol.</summary>
    /// <param name="id">The request's id; null where none could be read.</param>
    /// <param name="code">The code.</param>
    /// <param name="message">What is wrong.</param>
    public static byte[] Error(JsonElement? id, int code, string message) => Write(json =>
    {
        WriteId(json, id);
        json.WriteStartObject("error");
        json.WriteNumber("code", code);
        json.WriteString("message", message);
        json.WriteEndObject();
    });

    /// <summary>An answer.</summary>
    public static byte[] Result(JsonElement id, Action<Utf8JsonWriter> result) => Write(json =>
    {
        WriteId(json, id);
        json.WritePropertyName("result");
        result(json);
    });

    /// <summary>A tool's answer that says why it was not called, or why its result is withheld: the model reads it and can do something else.</summary>
    public static byte[] Denied(JsonElement id, string text, GateAnswer answer) => Write(json =>
    {
        WriteId(json, id);
        json.WriteStartObject("result");
        json.WriteStartArray("content");
        json.WriteStartObject();
        json.WriteString("type", "text");
        json.WriteString("text", text);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteBoolean("isError", true);
        json.WriteStartObject("_meta");
        json.WriteStartObject("pharos/decision");
        json.WriteString("decision", answer.Decision);
        json.WriteString("rule", answer.Rule);
        if (answer.Id is not null)
        {
            json.WriteString("proposal", answer.Id);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>That something is still under way.</summary>
    public static byte[] Progress(JsonElement token, double progress, string message) => Write(json =>
    {
        json.WriteString("method", "notifications/progress");
        json.WriteStartObject("params");
        json.WritePropertyName("progressToken");
        token.WriteTo(json);
        json.WriteNumber("progress", progress);
        json.WriteString("message", message);
        json.WriteEndObject();
    });

    /// <summary>A notification without parameters.</summary>
    public static byte[] Notification(string method) => Write(json => json.WriteString("method", method));

    /// <summary>A request of our own.</summary>
    public static byte[] Request(string id, string method, Action<Utf8JsonWriter> parameters) => Write(json =>
    {
        json.WriteString("id", id);
        json.WriteString("method", method);
        json.WriteStartObject("params");
        parameters(json);
        json.WriteEndObject();
    });

    /// <summary>An object with one member replaced, everything else as it stands.</summary>
    public static byte[] With(JsonElement body, string member, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            With(json, body, member, write);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes an object with one member replaced, or added.</summary>
    public static void With(Utf8JsonWriter json, JsonElement body, string member, Action<Utf8JsonWriter> write)
    {
        json.WriteStartObject();
        var isWritten = false;
        foreach (var property in body.EnumerateObject())
        {
            json.WritePropertyName(property.Name);
            if (property.Name == member)
            {
                write(json);
                isWritten = true;
            }
            else
            {
                json.WriteRawValue(property.Value.GetRawText(), skipInputValidation: true);
            }
        }

        if (!isWritten)
        {
            json.WritePropertyName(member);
            write(json);
        }

        json.WriteEndObject();
    }

    private static void WriteId(Utf8JsonWriter json, JsonElement? id)
    {
        json.WritePropertyName("id");
        if (id is { ValueKind: JsonValueKind.String or JsonValueKind.Number } known)
        {
            known.WriteTo(json);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteString("jsonrpc", "2.0");
            members(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
