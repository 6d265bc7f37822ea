using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Pharos.Server;

namespace Pharos.Cli.Tests.Logs;

public sealed class LogTailTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _data = Directory.CreateTempSubdirectory("pharos-").FullName;
    private PharosServer _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Following_goes_on_behind_the_last_event_when_the_server_comes_back()
    {
        using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var output = new LineWriter();
        var error = new LineWriter();
        var tail = CommandLine.RunAsync(["log", "tail", "-f", "--json", "-n", "1", "--type", "token.issued", "--data", _data], output, error, interrupted.Token);
        var seen = new List<string> { await SubjectAsync(output) };
        for (var round = 0; round < 3; round++)
        {
            await IssueAsync($"a{round}");
            seen.Add(await SubjectAsync(output));
            await _server.DisposeAsync();
            (await error.ReadAsync()).ShouldContain("lost");
            await StartAsync();
            await IssueAsync($"b{round}");
            seen.Add(await SubjectAsync(output));
            (await error.ReadAsync()).ShouldContain("again");
        }

        seen.ShouldBe(["admin", "a0", "b0", "a1", "b1", "a2", "b2"]);
        await interrupted.CancelAsync();
        await tail.WaitAsync(Patience, Cancellation);
    }

    private static async Task<string> SubjectAsync(LineWriter output)
    {
        using var document = JsonDocument.Parse(await output.ReadAsync());
        return document.RootElement.GetProperty("payload").GetProperty("subject").GetString()!;
    }

    private async Task StartAsync() =>
        _server = await PharosServer.StartAsync(
            new ServerOptions { DataFolder = _data, Port = 0, Environment = new Dictionary<string, string> { ["PHAROS_LOG_LEVEL"] = "error" } }, TimeProvider.System, Cancellation);

    private async Task IssueAsync(string subject)
    {
        using var http = new HttpClient { BaseAddress = _server.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(Path.Combine(_data, "tokens", "admin.token"), Cancellation)).Trim());
        using var body = new StringContent($$"""{"subject":"{{subject}}","role":"viewer"}""", Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri("/api/tokens", UriKind.Relative), body, Cancellation);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Takes whole lines and lets the test wait for the next.</summary>
    private sealed class LineWriter : StringWriter
    {
        private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

        public override void WriteLine(string? value) => _lines.Writer.TryWrite(value ?? "");

        public Task<string> ReadAsync() => _lines.Reader.ReadAsync(Cancellation).AsTask().WaitAsync(Patience, Cancellation);
    }
}
