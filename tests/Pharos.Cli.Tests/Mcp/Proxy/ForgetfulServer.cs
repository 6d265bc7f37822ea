using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Pharos.Cli.Tests.Mcp.Proxy;

/// <summary>A server over HTTP that forgets its sessions when it is told to, as one does that was restarted.</summary>
internal sealed class ForgetfulServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;
    private int _sessions;

    public ForgetfulServer()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Url = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/mcp");
        }

        _listener.Prefixes.Add($"http://127.0.0.1:{Url.Port}/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Url { get; }

    public string Description { get; set; } = "Echoes a message.";

    public string Version { get; set; } = "2025-06-18";

    public bool RefusesSessions { get; set; }

    public List<string> Calls { get; } = [];

    /// <summary>A request that it sends before the result of a call; null for none.</summary>
    public string? Asks { get; set; }

    /// <summary>What it was answered.</summary>
    public ConcurrentQueue<string> Answers { get; } = [];

    public int Sessions => Volatile.Read(ref _sessions);

    public string? Session { get; private set; }

    public void Forget() => Session = null;

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await Task.WhenAny(_serving);
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            var context = await _listener.GetContextAsync();
            using var reader = new StreamReader(context.Request.InputStream);
            await AnswerAsync(context, await reader.ReadToEndAsync());
        }
    }

    private async Task AnswerAsync(HttpListenerContext context, string text)
    {
        if (context.Request.HttpMethod != "POST")
        {
            await WriteAsync(context, 405, null);
            return;
        }

        var message = JsonDocument.Parse(text).RootElement;
        var method = message.TryGetProperty("method", out var named) ? named.GetString() : null;
        if (method == "initialize" && !RefusesSessions)
        {
            Session = $"session-{Interlocked.Increment(ref _sessions)}";
            context.Response.Headers["Mcp-Session-Id"] = Session;
            await WriteAsync(context, 200, Result(message, $$$"""{"protocolVersion":"{{{Version}}}","capabilities":{"tools":{"listChanged":true}},"serverInfo":{"name":"f","version":"1"}}"""));
            return;
        }

        if (Session is null || context.Request.Headers["Mcp-Session-Id"] != Session)
        {
            await WriteAsync(context, 404, """{"jsonrpc":"2.0","id":null,"error":{"code":-32001,"message":"Session not found"}}""");
            return;
        }

        switch (method)
        {
            case "tools/list":
                await WriteAsync(context, 200, Result(message, $$$"""{"tools":[{"name":"echo","description":"{{{Description}}}","inputSchema":{"type":"object"}}]}"""));
                break;
            case "tools/call":
                Calls.Add(text);
                var result = Result(message, """{"content":[{"type":"text","text":"echoed"}]}""");
                await (Asks is { } asked ? WriteAsync(context, 200, $"data: {asked}\n\ndata: {result}\n\n", "text/event-stream") : WriteAsync(context, 200, result));
                break;
            case "no/such/method":
                await WriteAsync(context, 404, $$$"""{"jsonrpc":"2.0","id":{{{message.GetProperty("id").GetRawText()}}},"error":{"code":-32601,"message":"There is none."}}""");
                break;
            case null:
                Answers.Enqueue(text);
                await WriteAsync(context, 202, null);
                break;
            default:
                await WriteAsync(context, 202, null);
                break;
        }
    }

    private static string Result(JsonElement message, string result) => $$$"""{"jsonrpc":"2.0","id":{{{message.GetProperty("id").GetRawText()}}},"result":{{{result}}}}""";

    private static async Task WriteAsync(HttpListenerContext context, int status, string? body, string type = "application/json")
    {
        context.Response.StatusCode = status;
        if (body is not null)
        {
            context.Response.ContentType = type;
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
        }

        context.Response.Close();
    }
}
