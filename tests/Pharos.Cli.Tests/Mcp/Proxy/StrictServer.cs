using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Pharos.Cli.Mcp.Proxy;

namespace Pharos.Cli.Tests.Mcp.Proxy;

/// <summary>A server that does what a test says, and is strict about what it gets: one object a line with the members of JSON-RPC and nothing else.</summary>
internal sealed class StrictServer : IMcpUpstream
{
    private readonly Channel<MessageLine> _lines = Channel.CreateBounded<MessageLine>(16);

    public List<Tool> Tools { get; } = [new("sum", "Adds two numbers."), new("say", "Says something.")];

    /// <summary>What it got, in order.</summary>
    public List<string> Received { get; } = [];

    /// <summary>Answers a call; null for the arguments as text.</summary>
    public Func<JsonElement, string?>? OnCall { get; set; }

    /// <summary>Answers anything before the usual answers; true when it did.</summary>
    public Func<JsonRpcMessage, Task<bool>>? OnMessage { get; set; }

    public string? Instructions { get; set; }

    public async ValueTask SendAsync(JsonRpcMessage message, CancellationToken cancellationToken)
    {
        message.Raw.Span.IndexOf((byte)'\n').ShouldBe(-1);
        message.Body.GetProperty("jsonrpc").GetString().ShouldBe("2.0");
        message.Body.EnumerateObject().ShouldAllBe(member => member.Name == "jsonrpc" || member.Name == "id" || member.Name == "method" || member.Name == "params" || member.Name == "result" || member.Name == "error");
        lock (Received)
        {
            Received.Add(Encoding.UTF8.GetString(message.Raw.Span));
        }

        if (OnMessage is { } before && await before(message))
        {
            return;
        }

        switch (message.Method)
        {
            case "initialize":
                var instructions = Instructions is null ? "" : $",\"instructions\":{JsonSerializer.Serialize(Instructions)}";
                await AnswerAsync(message, $$$"""{"protocolVersion":"2025-06-18","capabilities":{"tools":{"listChanged":true}},"serverInfo":{"name":"strict","version":"1"}{{{instructions}}} }""");
                break;
            case "tools/list":
                await AnswerAsync(message, $$"""{"tools":[{{string.Join(',', Tools.Select(tool => tool.Json))}}]}""");
                break;
            case "tools/call":
                await AnswerAsync(message, OnCall?.Invoke(message.Params) ?? TextResult(JsonRpcMessage.Member(message.Params, "arguments").GetRawText()));
                break;
            case "ping":
                await AnswerAsync(message, "{}");
                break;
        }
    }

    public static string TextResult(string text) => $$"""{"content":[{"type":"text","text":{{JsonSerializer.Serialize(text)}}}]}""";

    public Task AnswerAsync(JsonRpcMessage request, string result) => EmitAsync($$"""{"jsonrpc":"2.0","id":{{request.Body.GetProperty("id").GetRawText()}},"result":{{result}}}""");

    public async Task EmitAsync(string line) => await _lines.Writer.WriteAsync(new MessageLine(Encoding.UTF8.GetBytes(line), null, line.Length));

    public async Task EmitTooLongAsync(string? id) => await _lines.Writer.WriteAsync(new MessageLine(null, id, 1L << 40) { IsAnswer = true });

    /// <summary>The first line that it got of a kind, as soon as it has it.</summary>
    public async Task<string> HeardAsync(Predicate<string> what)
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            lock (Received)
            {
                if (Received.Find(what) is { } line)
                {
                    return line;
                }
            }

            await Task.Delay(50);
        }

        throw new TimeoutException("The server did not hear it.");
    }

    public void Die() => _lines.Writer.TryComplete();

    public IUpstreamGuard? Guard { get; set; }

    public int CallsOf(string tool)
    {
        lock (Received)
        {
            return Received.Count(line => line.Contains("tools/call", StringComparison.Ordinal) && line.Contains($"\"{tool}\"", StringComparison.Ordinal));
        }
    }

    public async Task<int> RunAsync(Func<MessageLine, ValueTask> receive, CancellationToken cancellationToken)
    {
        await foreach (var line in _lines.Reader.ReadAllAsync(CancellationToken.None))
        {
            await receive(line);
        }

        return 7;
    }

    public ValueTask CloseAsync()
    {
        Die();
        return ValueTask.CompletedTask;
    }

    public void Learn(string tool, JsonElement inputSchema)
    {
    }

    public ValueTask DisposeAsync()
    {
        Die();
        return ValueTask.CompletedTask;
    }

    public sealed record Tool(string Name, string Description)
    {
        public string Json => $$$"""{"name":{{{JsonSerializer.Serialize(Name)}}},"description":{{{JsonSerializer.Serialize(Description)}}},"inputSchema":{"type":"object"},"annotations":{"readOnlyHint":true}}""";
    }
}
