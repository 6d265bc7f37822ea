using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Pharos.Cli.Mcp.Proxy;

namespace Pharos.Cli.Bench;

/// <summary>Runs a gate, a server behind the proxy and the same server without it, each as a process of its own, and calls both in turns.</summary>
/// <param name="command">The server; empty for the one of <c>bench proxy-server</c>.</param>
/// <param name="calls">How many calls are measured.</param>
/// <param name="clock">The clock.</param>
internal sealed class ProxyBench(string[] command, int calls, TimeProvider clock) : IAsyncDisposable
{
    private const int WarmUpCalls = 2_000;

    // A run of several calls each, so that the server of one side is not woken cold by the other side's turn.
    private const int Turn = 20;

    private readonly string _folder = Directory.CreateTempSubdirectory("pharos-bench-").FullName;
    private readonly List<Process> _processes = [];
    private int _number;

    /// <summary>Measures.</summary>
    /// <param name="progress">Told each step.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ProxyReport> RunAsync(Action<string> progress, CancellationToken cancellationToken)
    {
        var (data, project) = (Path.Combine(_folder, "data"), Path.Combine(_folder, "project"));
        Directory.CreateDirectory(data);
        Directory.CreateDirectory(project);
        await File.WriteAllTextAsync(
            Path.Combine(data, "pharos.yaml"),
            $"workspaces:\n  - root: {project}\nlog:\n  level: error\nlimits:\n  rate: {{ viewer: 0, agent: 0, reviewer: 0, expert: 0, admin: 0 }}\n",
            cancellationToken);
        progress("starting a gate …");
        await using var gate = await HttpProcess.StartAsync(cancellationToken, "serve", "--data", data, "--port", "0", "--json");
        var token = Path.Combine(_folder, "agent.token");
        await File.WriteAllTextAsync(token, await TokenAsync(gate, cancellationToken), cancellationToken);
        string[] server = command.Length > 0 ? command : [Environment.ProcessPath!, typeof(ProxyBench).Assembly.Location, "bench", "proxy-server"];
        var direct = await ConnectAsync(server, cancellationToken);
        var proxied = await ConnectAsync(
            [Environment.ProcessPath!, typeof(ProxyBench).Assembly.Location, "mcp", "proxy", "--data", data, "--token-file", token, "--workspace", project, "--name", "everything", "--", .. server], cancellationToken);
        progress($"{WarmUpCalls} calls to warm up …");
        await TimeAsync(direct, proxied, WarmUpCalls, [], [], cancellationToken);
        progress($"{calls} calls …");
        var (bare, judged) = (new List<double>(calls), new List<double>(calls));
        await TimeAsync(direct, proxied, calls, bare, judged, cancellationToken);
        return new ProxyReport(Timing.Of("through the proxy", judged), Timing.Of("baseline: the same server without it", bare), MeasureSync());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            process.StandardInput.Close();
            using var late = new CancellationTokenSource(TimeSpan.FromSeconds(15), clock);
            try
            {
                await process.WaitForExitAsync(late.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
            }

            process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task TimeAsync(Ends direct, Ends proxied, int count, List<double> bare, List<double> judged, CancellationToken cancellationToken)
    {
        for (var done = 0; done < count; done += Turn)
        {
            foreach (var (ends, times) in ((Ends, List<double>)[])[(direct, bare), (proxied, judged)])
            {
                for (var i = 0; i < Turn; i++)
                {
                    var started = clock.GetTimestamp();
                    // A message that was never sent: nothing is answered from memory.
                    var answer = await AskAsync(ends, "tools/call", $$$"""{"name":"echo","arguments":{"message":"call number {{{++_number}}}"}}""", cancellationToken);
                    times.Add(clock.GetElapsedTime(started).TotalMicroseconds);
                    if (!answer.Contains($"call number {_number}", StringComparison.Ordinal))
                    {
                        throw new InvalidDataException($"The call was not made, so its time means nothing: {answer}");
                    }
                }
            }
        }
    }

    private async Task<Ends> ConnectAsync(string[] words, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(words[0]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var word in words.Skip(1))
        {
            start.ArgumentList.Add(word);
        }

        var process = Process.Start(start) ?? throw new IOException($"{words[0]} could not be started.");
        _processes.Add(process);
        var ends = new Ends(process.StandardInput.BaseStream, new MessageLines(process.StandardOutput.BaseStream, ProxyOptions.LongestMessage));
        await AskAsync(ends, "initialize", """{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"bench","version":"1"}}""", cancellationToken);
        await ends.Input.WriteAsync("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n"u8.ToArray(), cancellationToken);
        await ends.Input.FlushAsync(cancellationToken);
        await AskAsync(ends, "tools/list", "{}", cancellationToken);
        return ends;
    }

    private async Task<string> AskAsync(Ends ends, string method, string parameters, CancellationToken cancellationToken)
    {
        var id = ++ends.LastId;
        await ends.Input.WriteAsync(Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}","params":{{parameters}}}""" + "\n"), cancellationToken);
        await ends.Input.FlushAsync(cancellationToken);
        while (await ends.Output.ReadAsync(cancellationToken) is { } line)
        {
            if (JsonRpcMessage.Read(line.Bytes) is JsonRpcReading.Messages { All: [{ IsResponse: true } answer] } && answer.Id == $"n{id}")
            {
                return Encoding.UTF8.GetString(line.Bytes!);
            }
        }

        throw new IOException("The server ended.");
    }

    private static async Task<string> TokenAsync(HttpProcess gate, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = gate.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", gate.Token);
        using var body = new StringContent("""{"subject":"bench","role":"agent"}""", Encoding.UTF8, "application/json");
        using var response = await http.PostAsync("/api/tokens", body, cancellationToken);
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
        return document.RootElement.GetProperty("token").GetString()!;
    }

    private double MeasureSync()
    {
        using var file = new FileStream(Path.Combine(_folder, "sync"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[512];
        return Timing.Measure("fsync", clock, 200, 1, () =>
        {
            file.Write(block);
            file.Flush(flushToDisk: true);
        }).P50;
    }

    private sealed record Ends(Stream Input, MessageLines Output)
    {
        public int LastId { get; set; }
    }
}
