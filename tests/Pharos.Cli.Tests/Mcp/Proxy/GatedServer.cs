using System.IO.Pipelines;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Pharos.Cli.Mcp.Proxy;
using Pharos.Server;
using Pharos.Server.Configuration;

namespace Pharos.Cli.Tests.Mcp.Proxy;

/// <summary>A gate that can be stopped and started anew, and sessions of the proxy before it.</summary>
public sealed class GatedServer : IAsyncLifetime
{
    private PharosServer? _server;
    private HttpClient? _http;

    public string Data { get; } = Directory.CreateTempSubdirectory("pharos-").FullName;

    public string Project { get; } = Directory.CreateTempSubdirectory("pharos-project-").FullName;

    public StringWriter Notes { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(
            Path.Combine(Data, "pharos.yaml"), $"workspaces:\n  - root: {Project}\nlog:\n  level: error\nlimits:\n  rate: {{ viewer: 0, agent: 0, reviewer: 0, expert: 0, admin: 0 }}\n");
        await StartAsync();
    }

    public async Task StartAsync()
    {
        _server = await PharosServer.StartAsync(new ServerOptions { DataFolder = Data, Port = 0 }, TimeProvider.System, CancellationToken.None);
        _http = new HttpClient { BaseAddress = _server.Url };
    }

    public async Task StopAsync()
    {
        _http!.Dispose();
        await _server!.DisposeAsync();
        _server = null;
    }

    public async Task<string> TokenAsync(string subject, string role = "agent") =>
        (await SendAsync("POST", "/api/tokens", $$"""{"subject":"{{subject}}","role":"{{role}}"}""")).GetProperty("token").GetString()!;

    /// <summary>Asks the server as the administrator, or with another token.</summary>
    public async Task<JsonElement> SendAsync(string method, string path, string? body = null, string? token = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? (await File.ReadAllTextAsync(Path.Combine(Data, "tokens", "admin.token"))).Trim());
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _http!.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonDocument.Parse(text).RootElement.Clone();
    }

    /// <summary>Judges the open review that is about something, as soon as there is one.</summary>
    public async Task JudgeAsync(string summary, string verdict)
    {
        for (var attempt = 0; attempt < 1200; attempt++)
        {
            foreach (var item in (await SendAsync("GET", "/api/reviews?state=open&limit=500")).GetProperty("items").EnumerateArray())
            {
                if (item.GetRawText().Contains(summary, StringComparison.Ordinal))
                {
                    await SendAsync("POST", $"/api/reviews/{item.GetProperty("id").GetString()}/verdict", verdict);
                    return;
                }
            }

            await Task.Delay(50);
        }

        throw new InvalidOperationException($"Nobody asked about {summary}.");
    }

    /// <summary>Waits until somebody is asked about something.</summary>
    public async Task WaitingAsync(string summary)
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            if ((await SendAsync("GET", "/api/reviews?state=open&limit=500")).GetRawText().Contains(summary, StringComparison.Ordinal))
            {
                return;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"Nobody asked about {summary}.");
    }

    /// <summary>What became of the calls of a tool.</summary>
    public async Task<string[]> OutcomesAsync(string agent)
    {
        var events = (await SendAsync("GET", $"/api/events?type=proposal.executed&agent={agent}&limit=1000")).GetProperty("events");
        return [.. events.EnumerateArray().Select(item => item.GetProperty("payload").GetProperty("outcome").GetString()!)];
    }

    /// <summary>A client of a server, with the gate between them.</summary>
    internal async Task<ProxiedClient> ConnectAsync(IMcpUpstream upstream, string name, ProxyOptions? options = null, string? agent = null, string? folder = null)
    {
        var identity = new GateIdentity(await TokenAsync(agent ?? $"agent-{Guid.NewGuid():N}"), folder ?? Project, null);
        var gate = GateClient.OverSocket(new DataFolder(Data).Socket, identity, TimeProvider.System);
        return new ProxiedClient(upstream, gate, (options ?? new ProxyOptions { Name = name }) with { Name = name }, TextWriter.Synchronized(Notes));
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await StopAsync();
        }

        Directory.Delete(Data, recursive: true);
        Directory.Delete(Project, recursive: true);
    }
}
