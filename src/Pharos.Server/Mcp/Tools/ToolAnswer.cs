using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol.Protocol;
using Pharos.Proposals;

namespace Pharos.Server.Mcp.Tools;

/// <summary>Makes the results of tools: an object for programs, and the same as text for clients that show only text.</summary>
internal static class ToolAnswer
{
    /// <summary>The member of a refusal's <c>_meta</c> that holds its stable code.</summary>
    public const string CodeKey = "pharos/code";

    /// <summary>A result.</summary>
    public static CallToolResult Of(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        return new CallToolResult
        {
            Content = [new TextContentBlock { Text = Encoding.UTF8.GetString(buffer.WrittenSpan) }],
            StructuredContent = JsonElement.ParseValue(ref reader),
        };
    }

    /// <summary>A contract as a result.</summary>
    public static CallToolResult Of<T>(T value, JsonTypeInfo<T> type) => Of(writer => JsonSerializer.Serialize(writer, value, type));

    /// <summary>A refusal, in words that say what to do.</summary>
    public static CallToolResult Refuse(Problem problem) => new()
    {
        IsError = true,
        Content = [new TextContentBlock { Text = $"{SecretMask.Mask(problem.Message)} ({problem.Code})" }],
        Meta = new JsonObject { [CodeKey] = problem.Code },
    };

    /// <summary>A refusal.</summary>
    public static CallToolResult Refuse(string code, string message) => Refuse(new Problem(code, message));
}
