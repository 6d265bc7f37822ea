using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pharos.Cli.Mcp.Proxy;

namespace Pharos.Cli.Tests.Mcp.Proxy;

/// <summary>A whole client on two streams, which answers what servers ask, and keeps every notification.</summary>
internal sealed class RawClient(Stream to, Stream from)
{
    private readonly MessageLines _lines = new(from, 64 * 1024 * 1024);
    private int _id;

    public List<JsonNode> Notifications { get; } = [];

    public Task<JsonNode> InitializeAsync() => BeginAsync();

    public async Task<JsonNode> AskAsync(string method, JsonNode? parameters = null)
    {
        var id = ++_id;
        await SendAsync(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = method, ["params"] = parameters?.DeepClone() ?? new JsonObject() });
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await _lines.ReadAsync(late.Token) is { } line)
        {
            var message = JsonNode.Parse(line.Bytes!)!;
            if (message["method"] is null)
            {
                if (message["id"]!.GetValue<int>() == id)
                {
                    return message["result"] ?? new JsonObject { ["error"] = message["error"]!.DeepClone() };
                }
            }
            else if (message["id"] is null)
            {
                Notifications.Add(message);
            }
            else
            {
                await SendAsync(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = message["id"]!.DeepClone(), ["result"] = Reply(message["method"]!.GetValue<string>()) });
            }
        }

        throw new IOException($"The server ended before it answered {method}.");
    }

    private async Task<JsonNode> BeginAsync()
    {
        var answer = await AskAsync("initialize", JsonNode.Parse("""{"protocolVersion":"2025-06-18","capabilities":{"roots":{"listChanged":true},"sampling":{},"elicitation":{}},"clientInfo":{"name":"raw","version":"1"}}"""));
        await SendAsync(new JsonObject { ["jsonrpc"] = "2.0", ["method"] = "notifications/initialized" });
        return answer;
    }

    private static JsonNode Reply(string method) => JsonNode.Parse(method switch
    {
        "roots/list" => """{"roots":[]}""",
        "sampling/createMessage" => """{"role":"assistant","model":"none","content":{"type":"text","text":"sampled"}}""",
        "elicitation/create" => """{"action":"decline"}""",
        _ => "{}",
    })!;

    private async Task SendAsync(JsonObject message)
    {
        await to.WriteAsync(Encoding.UTF8.GetBytes(message.ToJsonString() + "\n"));
        await to.FlushAsync();
    }
}
