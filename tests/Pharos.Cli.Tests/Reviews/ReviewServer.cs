using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Pharos.Server;

namespace Pharos.Cli.Tests.Reviews;

/// <summary>A real server with an agent, and reviewers with tokens of their own in files.</summary>
public sealed class ReviewServer : IAsyncLifetime
{
    private PharosServer _server = null!;
    private HttpClient _http = null!;
    private string _agent = "";

    public string Data { get; } = Directory.CreateTempSubdirectory("pharos-").FullName;

    public Uri Url => _server.Url;

    public string FileOf(string reviewer) => Path.Combine(Data, reviewer + ".token");

    public async ValueTask InitializeAsync()
    {
        _server = await PharosServer.StartAsync(
            new ServerOptions { DataFolder = Data, Port = 0, Environment = new Dictionary<string, string> { ["PHAROS_LOG_LEVEL"] = "error" } }, TimeProvider.System, CancellationToken.None);
        _http = new HttpClient { BaseAddress = _server.Url };
        _agent = await TokenAsync("claude-1", "agent");
        await File.WriteAllTextAsync(FileOf("anna"), await TokenAsync("anna", "reviewer") + "\n");
        await File.WriteAllTextAsync(FileOf("ben"), await TokenAsync("ben", "reviewer"));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
        Directory.Delete(Data, recursive: true);
    }

    /// <summary>Proposes a command that no policy decides.</summary>
    /// <returns>The id of its review.</returns>
    public async Task<Guid> ProposeAsync(string command)
    {
        var answer = await SendAsync(_agent, HttpMethod.Post, "/api/proposals", JsonSerializer.Serialize(new { kind = "command", tool = "Bash", input = new { command }, workspace = "/srv/app" }));
        answer.GetProperty("decision").GetString().ShouldBe("review");
        return answer.GetProperty("review").GetGuid();
    }

    /// <summary>Lets the agent ask somebody something.</summary>
    /// <returns>The id of the elicitation.</returns>
    public async Task<Guid> AskAsync(string to, string message, string schema) =>
        (await SendAsync(_agent, HttpMethod.Post, "/api/elicitations", $$"""{"to":"{{to}}","message":{{JsonSerializer.Serialize(message)}},"schema":{{schema}},"timeout":"10m"}""")).GetProperty("id").GetGuid();

    /// <summary>An elicitation as the agent sees it.</summary>
    public Task<JsonElement> FindAskedAsync(Guid id) => SendAsync(_agent, HttpMethod.Get, $"/api/elicitations/{id}", null);

    /// <summary>A review as the administrator sees it.</summary>
    public async Task<JsonElement> FindAsync(Guid review) => (await SendAsync(await AdministratorAsync(), HttpMethod.Get, $"/api/reviews/{review}", null)).GetProperty("review");

    /// <summary>Runs a command line beside the server.</summary>
    public async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync([.. arguments, "--data", Data], output, error, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    private async Task<string> TokenAsync(string subject, string role) =>
        (await SendAsync(await AdministratorAsync(), HttpMethod.Post, "/api/tokens", JsonSerializer.Serialize(new { subject, role }))).GetProperty("token").GetString()!;

    private async Task<string> AdministratorAsync() => (await File.ReadAllTextAsync(Path.Combine(Data, "tokens", "admin.token"))).Trim();

    private async Task<JsonElement> SendAsync(string token, HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonDocument.Parse(text).RootElement.Clone();
    }
}
