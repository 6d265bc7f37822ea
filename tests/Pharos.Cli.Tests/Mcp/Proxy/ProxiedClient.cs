using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Pharos.Cli.Mcp.Proxy;

namespace Pharos.Cli.Tests.Mcp.Proxy;

/// <summary>A client that writes and reads lines, and the proxy it speaks to.</summary>
internal sealed class ProxiedClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Pipe _input = new();
    private readonly Pipe _output = new(new PipeOptions(pauseWriterThreshold: 256 * 1024, resumeWriterThreshold: 128 * 1024));
    private readonly CancellationTokenSource _ending = new();
    private readonly IMcpUpstream _upstream;
    private readonly GateClient _gate;
    private readonly MessageWriter _writer;
    private readonly MessageLines _lines;
    private readonly Task _reading;
    private int _id;

    public ProxiedClient(IMcpUpstream upstream, GateClient gate, ProxyOptions options, TextWriter notes)
    {
        (_upstream, _gate) = (upstream, gate);
        _writer = new MessageWriter(_output.Writer.AsStream());
        Session = new ProxySession(_writer, upstream, gate, options, notes, TimeProvider.System);
        FromProxy = _output.Reader.AsStream();
        ToProxy = _input.Writer.AsStream();
        _lines = new MessageLines(FromProxy, 64 * 1024 * 1024);
        Serving = ServeAsync();
        _reading = Session.ReadClientAsync(_input.Reader.AsStream(), _ending.Token);
    }

    public ProxySession Session { get; }

    /// <summary>The streams, for a client of a library; whoever uses them does not use the methods below.</summary>
    public Stream ToProxy { get; }

    public Stream FromProxy { get; }

    public Task<int> Serving { get; }

    public async Task SendAsync(string line)
    {
        await ToProxy.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"));
        await ToProxy.FlushAsync();
    }

    /// <summary>The next message.</summary>
    public async Task<JsonElement> ReadAsync() => JsonDocument.Parse((await ReadLineAsync()).ToArray()).RootElement.Clone();

    public async Task<ReadOnlyMemory<byte>> ReadLineAsync()
    {
        using var late = new CancellationTokenSource(Patience);
        return (await _lines.ReadAsync(late.Token)).ShouldNotBeNull().Bytes;
    }

    /// <summary>Asks, and reads up to the answer.</summary>
    public async Task<JsonElement> AskAsync(string method, string parameters = "{}")
    {
        var id = await BeginAsync(method, parameters);
        return await AnswerAsync(id);
    }

    public async Task<int> BeginAsync(string method, string parameters = "{}")
    {
        var id = Interlocked.Increment(ref _id);
        await SendAsync($$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}","params":{{parameters}}}""");
        return id;
    }

    public async Task<JsonElement> AnswerAsync(int id)
    {
        while (true)
        {
            var message = await ReadAsync();
            if (message.TryGetProperty("id", out var found) && found.ValueKind == JsonValueKind.Number && found.GetInt32() == id)
            {
                return message;
            }
        }
    }

    /// <summary>Calls a tool and gives the text of its answer, or of what stands in its place.</summary>
    public async Task<(string Text, bool IsError)> CallAsync(string tool, string arguments = "{}") => TextOf(await AskAsync("tools/call", $$"""{"name":"{{tool}}","arguments":{{arguments}}}"""));

    public static (string Text, bool IsError) TextOf(JsonElement answer)
    {
        if (answer.TryGetProperty("error", out var error))
        {
            return (error.GetProperty("message").GetString()!, true);
        }

        var result = answer.GetProperty("result");
        return (result.GetProperty("content")[0].GetProperty("text").GetString()!, result.TryGetProperty("isError", out var isError) && isError.GetBoolean());
    }

    public async Task<string[]> ToolsAsync() =>
        [.. (await AskAsync("tools/list")).GetProperty("result").GetProperty("tools").EnumerateArray().Select(tool => tool.GetProperty("name").GetString()!)];

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _input.Writer.CompleteAsync();
        await _output.Reader.CompleteAsync();
        await _upstream.CloseAsync();
        await Task.WhenAny(Serving);
        await Task.WhenAny(_reading);
        await Session.DisposeAsync();
        await _upstream.DisposeAsync();
        _gate.Dispose();
        _writer.Dispose();
        _ending.Dispose();
    }

    private async Task<int> ServeAsync()
    {
        var code = await _upstream.RunAsync(Session.ReceiveAsync, _ending.Token);
        await Session.EndAsync($"The server has ended (exit code {code}).");
        return code;
    }
}
