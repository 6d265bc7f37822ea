using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Server.Configuration;

namespace Pharos.Server.Tests.Faults;

/// <summary>A server whose clock, disk or store is made to fail.</summary>
internal sealed class FaultServer : IAsyncDisposable
{
    private readonly string? _mount;

    private FaultServer(string data, string? mount, PharosServer server)
    {
        Data = data;
        _mount = mount;
        Server = server;
        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = server.Url };
    }

    public string Data { get; }

    public PharosServer Server { get; }

    public HttpClient Http { get; }

    public string Token { get; private set; } = "";

    public string Ballast => Path.Combine(Data, "ballast");

    /// <summary>Starts on a data folder that is a small disk of its own when a size is given.</summary>
    public static async Task<FaultServer> StartAsync(string? diskSize = null, TimeProvider? clock = null, IEventStore? store = null, int perMinute = 0)
    {
        var data = Directory.CreateTempSubdirectory("pharos-fault-").FullName;
        if (diskSize is not null && !SmallDisk.Mount(data, diskSize))
        {
            Directory.Delete(data);
            Assert.Skip("mounting a small disk is refused here");
        }

        await File.WriteAllTextAsync(Path.Combine(data, "pharos.yaml"), $$"""
            log:
              level: error
            policies:
              reloadEvery: 1h
            limits:
              rate: { viewer: 0, agent: {{perMinute}}, reviewer: 0, expert: 0, admin: 0 }
            """);
        var options = new ServerOptions { DataFolder = data, Port = 0 };
        clock ??= TimeProvider.System;
        var server = store is null
            ? await PharosServer.StartAsync(options, clock, TestContext.Current.CancellationToken)
            : await PharosServer.StartAsync(options, (DataFolder _, PharosConfiguration _, TimeProvider _, CancellationToken _) => Task.FromResult(store), clock, TestContext.Current.CancellationToken);
        var started = new FaultServer(data, diskSize is null ? null : data, server);
        started.Token = (await started.IssueAsync(Role.Agent)).Token;
        return started;
    }

    public async Task<TokenOutcome.Issued> IssueAsync(Role role) => (await Server.Parts.Tokens.IssueAsync(
        $"{RoleNames.Of(role)}-1", role, TimeSpan.FromHours(2), new Actor(ActorKind.System, "test"), CancellationToken.None)).ShouldBeOfType<TokenOutcome.Issued>();

    public async Task<(int Status, JsonElement Body)> SendAsync(string method, string path, string? token = null, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? Token);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.StartsWith('{') ? JsonDocument.Parse(text).RootElement.Clone() : default);
    }

    public Task<(int Status, JsonElement Body)> ProposeAsync(string command) => SendAsync(
        "POST", "/api/proposals", body: $$$"""{"kind":"command","tool":"Bash","input":{"command":{{{JsonSerializer.Serialize(command)}}}},"workspace":"/srv/app","host":{"home":"/home/dev","user":"dev"}}""");

    public Task<(int Status, JsonElement Body)> HookAsync(string command) => SendAsync(
        "POST",
        "/hooks/claude-code?event=PreToolUse",
        body: $$"""{"session_id":"s","cwd":"/srv/app","hook_event_name":"PreToolUse","tool_name":"Bash","tool_input":{"command":{{JsonSerializer.Serialize(command)}}},"tool_use_id":"t"}""");

    /// <summary>The part of health with this name.</summary>
    public async Task<JsonElement> HealthAsync(string check, string token)
    {
        var (status, body) = await SendAsync("GET", "/api/health", token);
        status.ShouldBe(200);
        return body.GetProperty("checks").EnumerateArray().Single(part => part.GetProperty("name").GetString() == check);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        try
        {
            await Server.DisposeAsync();
        }
        finally
        {
            if (_mount is not null)
            {
                SmallDisk.Unmount(_mount);
            }

            Directory.Delete(Data, recursive: true);
        }
    }
}
