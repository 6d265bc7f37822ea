using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>
/// The headers that say again what stands in a message, for what routes messages without reading them: method, name, and the arguments that a tool's schema marks. Since the protocol of July 2026, which also puts its
/// version into every message.
/// </summary>
internal sealed class HttpHeaderNames
{
    private const string VersionMember = "io.modelcontextprotocol/protocolVersion";
    private const int MostTools = 1_000;

    private readonly ConcurrentDictionary<string, (string Argument, string Header)[]> _marked = new(StringComparer.Ordinal);

    /// <summary>The version that a message carries; null for the protocols before.</summary>
    public static string? VersionOf(JsonRpcMessage message) => JsonRpcMessage.Text(JsonRpcMessage.Member(message.Params, "_meta"), VersionMember);

    /// <summary>Remembers which arguments of a tool are said again.</summary>
    public void Learn(string tool, JsonElement inputSchema)
    {
        var properties = JsonRpcMessage.Member(inputSchema, "properties");
        if (properties.ValueKind == JsonValueKind.Object && _marked.Count < MostTools)
        {
            _marked[tool] =
            [
                .. properties.EnumerateObject().Select(property => (property.Name, Header: JsonRpcMessage.Text(property.Value, "x-mcp-header"))).Where(pair => pair.Header is { Length: > 0 }).Select(pair => (pair.Name, pair.Header!)),
            ];
        }
    }

    /// <summary>Adds what a message says.</summary>
    public void AddTo(HttpRequestHeaders headers, JsonRpcMessage message)
    {
        if (message.Method is not { } method)
        {
            return;
        }

        headers.TryAddWithoutValidation("Mcp-Method", Encode(method));
        var name = method switch
        {
            "tools/call" or "prompts/get" => JsonRpcMessage.Text(message.Params, "name"),
            "resources/read" => JsonRpcMessage.Text(message.Params, "uri"),
            _ => null,
        };
        if (name is null)
        {
            return;
        }

        headers.TryAddWithoutValidation("Mcp-Name", Encode(name));
        if (method == "tools/call" && _marked.TryGetValue(name, out var marked))
        {
            var arguments = JsonRpcMessage.Member(message.Params, "arguments");
            foreach (var (argument, header) in marked)
            {
                var value = JsonRpcMessage.Member(arguments, argument);
                if (value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
                {
                    headers.TryAddWithoutValidation("Mcp-Param-" + header, Encode(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText()));
                }
            }
        }
    }

    // What a header cannot hold as it is goes in base64 with a mark around it.
    private static string Encode(string value) =>
        value.All(static letter => letter is >= ' ' and <= '~') && value == value.Trim() && !value.StartsWith("=?base64?", StringComparison.OrdinalIgnoreCase)
            ? value
            : $"=?base64?{Convert.ToBase64String(Encoding.UTF8.GetBytes(value))}?=";
}
