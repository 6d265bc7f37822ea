using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Pharos.Agents;
using Pharos.Events;

namespace Pharos.Server.Tests;

/// <summary>The real server on a free port and a fresh data folder, with a token for each role.</summary>
public class TestServer : IAsyncLifetime
{
    private static readonly SocketsHttpHandler Handler = new() { UseProxy = false };
    private readonly Dictionary<Role, string> _tokens = [];

    public string Data { get; } = Directory.CreateTempSubdirectory("pharos-").FullName;

    public string Workspace => Path.Combine(Data, "workspace");

    public PharosServer Server { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Workspace);
        var configuration = Path.Combine(Data, "pharos.yaml");
        if (!File.Exists(configuration))
        {
            await File.WriteAllTextAsync(configuration, Configuration);
        }

        await StartAsync();
    }

    /// <summary>The configuration; another fixture may want another.</summary>
    protected virtual string Configuration => $"""
        workspaces:
          - root: {Workspace}
        log:
          level: error
        policies:
          reloadEvery: 1h
        limits:
          bodyBytes: 65536
          rate: {"{"} viewer: 0, agent: 0, reviewer: 0, expert: 0, admin: 0 {"}"}
        """;

    /// <summary>How the server is started; another fixture may want another way.</summary>
    protected virtual ServerOptions Options => new() { DataFolder = Data, Port = 0 };

    /// <summary>The server's clock; another fixture may want one that it moves itself.</summary>
    protected virtual TimeProvider Clock => TimeProvider.System;

    public async Task StartAsync()
    {
        Server = await PharosServer.StartAsync(Options, Clock, TestContext.Current.CancellationToken);
        Http = new HttpClient(Handler, disposeHandler: false) { BaseAddress = Server.Url };
    }

    public async Task RestartAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
        await StartAsync();
    }

    public async Task<string> TokenAsync(Role role, string? subject = null)
    {
        if (subject is null && _tokens.TryGetValue(role, out var known))
        {
            return known;
        }

        var outcome = await Server.Parts.Tokens.IssueAsync(
            subject ?? $"{RoleNames.Of(role)}-1", role, TimeSpan.FromHours(1), new Actor(ActorKind.System, "test"), CancellationToken.None);
        var token = outcome.ShouldBeOfType<TokenOutcome.Issued>().Token;
        if (subject is null)
        {
            _tokens[role] = token;
        }

        return token;
    }

    public async Task<HttpResponseMessage> SendAsync(string method, string path, string? token = null, string? body = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        change?.Invoke(request);
        return await Http.SendAsync(request);
    }

    public async Task<HttpResponseMessage> SendAsync(string method, string path, Role role, string? body = null) => await SendAsync(method, path, await TokenAsync(role), body);

    public string Command(string command, string extra = "") =>
        $$"""{"kind":"command","tool":"Bash","input":{"command":{{JsonSerializer.Serialize(command)}}},"workspace":"{{Workspace}}"{{extra}}}""";

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.Clone();

    /// <summary>The stable code of a problem.</summary>
    public static async Task<string?> CodeAsync(HttpResponseMessage response)
    {
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        return (await JsonAsync(response)).GetProperty("code").GetString();
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Http.Dispose();
        await Server.DisposeAsync();
        Directory.Delete(Data, recursive: true);
    }
}
