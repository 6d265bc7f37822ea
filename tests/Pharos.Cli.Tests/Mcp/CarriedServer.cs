using System.IO.Pipelines;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Pharos.Cli.Connection;
using Pharos.Cli.Mcp.Carrier;
using Pharos.Server;
using Pharos.Server.Configuration;

namespace Pharos.Cli.Tests.Mcp;

/// <summary>A server that can be stopped and started anew, and agents that reach it as <c>pharos mcp</c> carries them.</summary>
public class CarriedServer : IAsyncLifetime
{
    private readonly List<(Task Running, CancellationTokenSource Ended)> _carriers = [];
    private PharosServer? _server;

    public string Data { get; } = Directory.CreateTempSubdirectory("pharos-").FullName;

    public string Project { get; } = Directory.CreateTempSubdirectory("pharos-project-").FullName;

    public StringWriter Errors { get; } = new();

    public Uri Url => _server!.Url;

    /// <summary>The configuration; another fixture may want another.</summary>
    protected virtual string Configuration => $"workspaces:\n  - root: {Project}\nlog:\n  level: error\nreview:\n  undoWindow: 0s\n";

    public virtual async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(Data, "pharos.yaml"), Configuration);
        await StartAsync();
    }

    public async Task StartAsync() => _server = await PharosServer.StartAsync(new ServerOptions { DataFolder = Data, Port = 0 }, TimeProvider.System, CancellationToken.None);

    public async Task StopAsync()
    {
        await _server!.DisposeAsync();
        _server = null;
    }

    public async Task<string> TokenAsync(string subject, string role = "agent")
    {
        using var client = ServerConnection.OpenClient(new DataFolder(Data), ServerAccess.Administrator, (await File.ReadAllTextAsync(Path.Combine(Data, "tokens", "admin.token"))).Trim());
        using var content = new StringContent($$"""{"subject":"{{subject}}","role":"{{role}}"}""", Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var response = await client.PostAsync("/api/tokens", content);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("token").GetString()!;
    }

    /// <summary>The agent's ends of a carrier's pipes.</summary>
    public (Stream ToCarrier, Stream FromCarrier) Carry(string token)
    {
        var (input, output) = (new Pipe(), new Pipe());
        var ended = new CancellationTokenSource();
        var client = ServerConnection.OpenClient(new DataFolder(Data), ServerAccess.Administrator, token);
        var carrier = new StdioCarrier(new ServerEnd(client, Data, TimeProvider.System), new ClientEnd(input.Reader.AsStream(), output.Writer.AsStream()), TextWriter.Synchronized(Errors));
        _carriers.Add((carrier.RunAsync(ended.Token), ended));
        return (input.Writer.AsStream(), output.Reader.AsStream());
    }

    public async Task<McpClient> ConnectAsync(string version, string subject)
    {
        var (to, from) = Carry(await TokenAsync(subject));
        return await McpClient.CreateAsync(new StreamClientTransport(to, from), new McpClientOptions { ProtocolVersion = version }, cancellationToken: TestContext.Current.CancellationToken);
    }

    public Dictionary<string, object?> Proposal(string command) => new()
    {
        ["kind"] = "command",
        ["tool"] = "Bash",
        ["input"] = new Dictionary<string, object?> { ["command"] = command },
        ["workspace"] = Project,
    };

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var (running, ended) in _carriers)
        {
            await ended.CancelAsync();
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        Directory.Delete(Data, recursive: true);
        Directory.Delete(Project, recursive: true);
    }
}
