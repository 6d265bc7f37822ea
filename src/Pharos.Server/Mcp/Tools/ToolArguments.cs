using System.Buffers;
using System.Text.Json;
using Pharos.Proposals;
using Pharos.Rego.Schema;
using Pharos.Rego.Values;

namespace Pharos.Server.Mcp.Tools;

/// <summary>The arguments of a call, held against the schema that the client was given: what a tool reads here has the type that its schema says.</summary>
internal sealed class ToolArguments
{
    private const int MaximumErrors = 5;

    private ToolArguments(RegoObject document) => Document = document;

    /// <summary>All of them.</summary>
    public RegoObject Document { get; }

    /// <summary>Reads and checks.</summary>
    public static (ToolArguments? Arguments, Problem? Problem) Read(IDictionary<string, JsonElement>? given, JsonSchema schema)
    {
        if (!RegoValue.TryParseJson(Bytes(given), out var value, out var error) || value is not RegoObject document)
        {
            return (null, new Problem("mcp.arguments", $"\"arguments\" is not an object that can be read: {error}"));
        }

        return schema.Validate(document) switch
        {
            JsonSchemaOutcome.Valid => (new ToolArguments(document), null),
            JsonSchemaOutcome.Invalid invalid => (null, new Problem("mcp.arguments", $"The arguments do not have the shape that the tool's inputSchema says: {string.Join("; ", invalid.Errors.Take(MaximumErrors))}")),
            _ => (null, new Problem("mcp.arguments", "The arguments are too large to be checked.")),
        };
    }

    /// <summary>A text; null when it was left out.</summary>
    public string? Text(string name) => Document.TryGet(name, out var value) && value is RegoString text ? text.Value : null;

    /// <summary>A text that the schema requires.</summary>
    public string Required(string name) => Text(name) ?? throw new InvalidOperationException($"The schema lets {name} be left out.");

    /// <summary>A number; null when it was left out.</summary>
    public double? Number(string name) => Document.TryGet(name, out var value) && value is RegoNumber number ? number.ToDouble() : null;

    /// <summary>A UUID; null when it was left out. The schema's pattern has checked its form.</summary>
    public Guid? Id(string name) => Text(name) is { } text && Guid.TryParse(text, out var id) ? id : null;

    /// <summary>An object; null when it was left out.</summary>
    public RegoObject? Object(string name) => Document.TryGet(name, out var value) ? value as RegoObject : null;

    /// <summary>Any value, for what is kept as it came; null when it was left out.</summary>
    public JsonElement? Json(string name)
    {
        if (!Document.TryGet(name, out var value))
        {
            return null;
        }

        using var document = JsonDocument.Parse(value.ToJson());
        return document.RootElement.Clone();
    }

    /// <summary>A number of seconds; null when it was left out.</summary>
    public TimeSpan? Seconds(string name) => Number(name) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>The texts of a list; empty when it was left out.</summary>
    public IReadOnlyList<string> Texts(string name) =>
        Document.TryGet(name, out var value) && value is RegoArray array ? [.. Enumerable.Range(0, array.Count).Select(i => array[i]).OfType<RegoString>().Select(text => text.Value)] : [];

    private static byte[] Bytes(IDictionary<string, JsonElement>? given)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in given ?? new Dictionary<string, JsonElement>())
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
