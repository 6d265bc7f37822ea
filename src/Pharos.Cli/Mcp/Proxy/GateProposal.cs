using System.Buffers;
using System.Text.Json;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>A proposal on its way to the gate.</summary>
/// <param name="Kind">tool-call, tool-result or tool-definition.</param>
/// <param name="Tool">The whole name: <c>mcp__server__tool</c>.</param>
/// <param name="Operation">Sent again it is the same proposal, so that an answer that was lost on the way is not decided twice.</param>
/// <param name="WriteInput">Writes the input, an object.</param>
internal sealed record GateProposal(string Kind, string Tool, Guid Operation, Action<Utf8JsonWriter> WriteInput)
{
    /// <summary>What the server says of the tool; undefined for nothing.</summary>
    public JsonElement Annotations { get; init; }

    /// <summary>Writes the body.</summary>
    public void Write(Utf8JsonWriter json, string folder, string? session)
    {
        json.WriteStartObject();
        json.WriteString("kind", Kind);
        json.WriteString("tool", Tool);
        json.WritePropertyName("input");
        WriteInput(json);
        if (Annotations.ValueKind == JsonValueKind.Object)
        {
            json.WritePropertyName("annotations");
            Annotations.WriteTo(json);
        }

        json.WriteString("workspace", folder);
        json.WriteString("cwd", folder);
        if (session is not null)
        {
            json.WriteStartObject("agent");
            json.WriteString("session", session);
            json.WriteEndObject();
        }

        json.WriteString("operationId", Operation);
        json.WriteEndObject();
    }

    /// <summary>The body as bytes.</summary>
    public byte[] ToBytes(string folder, string? session)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            Write(json, folder, session);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
