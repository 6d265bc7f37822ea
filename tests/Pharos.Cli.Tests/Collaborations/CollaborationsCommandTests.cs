using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Pharos.Cli.Invocation;
using Pharos.Cli.Tests.Reviews;
using Pharos.Server;

namespace Pharos.Cli.Tests.Collaborations;

public sealed class CollaborationsCommandTests : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("pharos-").FullName;
    private readonly Dictionary<string, string> _tokens = [];
    private PharosServer _server = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await PharosServer.StartAsync(
            new ServerOptions { DataFolder = _data, Port = 0, Environment = new Dictionary<string, string> { ["PHAROS_LOG_LEVEL"] = "error" } }, TimeProvider.System, CancellationToken.None);
        _http = new HttpClient { BaseAddress = _server.Url };
        _tokens["admin"] = (await File.ReadAllTextAsync(Path.Combine(_data, "tokens", "admin.token"))).Trim();
        foreach (var agent in new[] { "ann", "ben" })
        {
            _tokens[agent] = (await SendAsync("admin", "/api/tokens", new { subject = agent, role = "agent" })).GetProperty("token").GetString()!;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task A_session_is_listed_and_read_as_a_transcript()
    {
        var path = await PairAsync();
        await SendAsync("ann", $"{path}/messages", new { text = "I start with the lexer" });
        await SendAsync("ann", $"{path}/suggestions", new { file = "src/Lexer.cs", from = 3, to = 4, text = "return span;", reason = "no copy" });
        await SendAsync("ben", $"{path}/suggestions/1/accept", new { reason = "good" });
        var (listed, list, error) = await RunAsync("collaborations", "list");
        listed.ShouldBe(ExitCode.Ok, error);
        list.ShouldContain("pair (review)");
        var name = path.Split('/')[^1].Replace("-", "")[^8..];
        list.ShouldContain(name);
        var (shown, transcript, _) = await RunAsync("collaborations", "show", name);
        shown.ShouldBe(ExitCode.Ok);
        var words = transcript.Split('\n').Select(line => line.TrimEnd()).ToList();
        words.ShouldContain("with      ben reviewer, joined");
        words.ShouldContain("           I start with the lexer");
        words.ShouldContain("           src/Lexer.cs:3-4 (no copy)");
        words.FindIndex(line => line.EndsWith("ann suggested 1", StringComparison.Ordinal)).ShouldBeLessThan(words.FindIndex(line => line.EndsWith("ben accepted suggestion 1", StringComparison.Ordinal)));
        JsonDocument.Parse((await RunAsync("collaborations", "show", name, "--json")).Output).RootElement.GetProperty("messages").GetArrayLength().ShouldBe(1);
        (await RunAsync("collaborations", "show", name, "--at", "1")).Error.ShouldContain("collaboration.unknown");
    }

    [Fact]
    public async Task A_session_is_followed_until_it_ends()
    {
        var path = await PairAsync();
        var following = RunAsync("collaborations", "tail", path.Split('/')[^1]);
        await SendAsync("ben", $"{path}/messages", new { text = "one moment" });
        await SendAsync("ann", $"{path}/end", new { summary = "all done" });
        var (code, output, error) = await following.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        code.ShouldBe(ExitCode.Ok, error);
        output.ShouldContain("ben accepted");
        output.ShouldContain("one moment");
        output.ShouldContain("all done");
    }

    [Fact]
    public async Task A_pair_that_is_declined_is_not_followed_for_ever()
    {
        var path = await PairAsync(isAccepted: false);
        var following = RunAsync("collaborations", "tail", path.Split('/')[^1]);
        await SendAsync("ben", $"{path}/leave", new { text = "no time" });
        var (code, output, error) = await following.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        code.ShouldBe(ExitCode.Ok, error);
        output.ShouldContain("no time");
    }

    [Fact]
    public async Task What_agents_write_cannot_steer_the_terminal()
    {
        const string Hostile = "fine \e[2J\u202egnp.exe\u200b";
        var path = await PairAsync(Hostile);
        await SendAsync("ann", $"{path}/messages", new { text = $"{Hostile}\r\nsecond" });
        await SendAsync("ann", $"{path}/suggestions", new { file = "a\u202eb.cs", text = Hostile, reason = Hostile });
        await SendAsync("ben", $"{path}/suggestions/1/reject", new { reason = Hostile });
        await SendAsync("ann", $"{path}/context", new { name = "c\u202ed.md", content = Hostile });
        await SendAsync("ann", $"{path}/decisions", new { text = Hostile, reason = Hostile });
        await SendAsync("ann", $"{path}/end", new { summary = Hostile });
        var id = path.Split('/')[^1];
        foreach (var command in new[] { new[] { "list", "--state", "all" }, ["list", "--state", "all", "--json"], ["show", id], ["show", id, "--json"], ["tail", id], ["tail", id, "--json"] })
        {
            var (code, output, error) = await RunAsync(["collaborations", .. command]);
            code.ShouldBe(ExitCode.Ok, error);
            output.ShouldContain("fine ");
            output.Split('\n').ToList().ForEach(HostileText.ShouldBeHarmless);
        }
    }

    [Fact]
    public async Task An_administrator_removes_a_participant_with_a_reason_that_others_read()
    {
        var started = await SendAsync("ann", "/api/collaborations", new { kind = "discussion", objective = "choose", participants = new[] { new { agent = "ben" } } });
        var id = started.GetProperty("id").GetString()!;
        await SendAsync("ben", $"/api/collaborations/{id}/join", new { });
        var following = RunAsync("collaborations", "tail", id);
        var (code, output, error) = await RunAsync("collaborations", "remove", id, "ben", "--reason", "off \u202etopic");
        code.ShouldBe(ExitCode.Ok, error);
        output.ShouldContain("ben was removed");
        (await RunAsync("collaborations", "remove", id, "ben\e[2J")).Error.ShouldContain("collaboration.participant");
        (await RunAsync("collaborations", "show", id)).Output.ShouldContain("ben member, removed");
        await SendAsync("ann", $"/api/collaborations/{id}/end", new { summary = "done" });
        var tail = (await following.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).Output;
        tail.ShouldContain("removed ben");
        tail.ShouldContain("topic");
        tail.Split('\n').ToList().ForEach(HostileText.ShouldBeHarmless);
    }

    [Fact]
    public async Task Mistakes_are_said_in_one_sentence()
    {
        (await RunAsync("collaborations", "show", "zz")).Error.ShouldContain("collaboration.name");
        (await RunAsync("collaborations", "show", "abcdef012345")).Error.ShouldContain("whole id");
        (await RunAsync("collaborations", "tail", $"{Guid.NewGuid()}")).Error.ShouldContain("collaboration.unknown");
        (await RunAsync("collaborations", "list", "--state", "closing")).Error.ShouldContain("collaboration.query");
        (await RunAsync("collaborations", "list", "--state", "expired")).Error.ShouldContain("There is no such session.");
    }

    private async Task<string> PairAsync(string objective = "make the lexer faster", bool isAccepted = true)
    {
        var started = await SendAsync("ann", "/api/collaborations", new { kind = "pair", mode = "review", objective, participants = new[] { new { agent = "ben" } } });
        var path = $"/api/collaborations/{started.GetProperty("id").GetString()}";
        if (isAccepted)
        {
            await SendAsync("ben", $"{path}/accept", new { });
        }

        return path;
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync([.. arguments, "--data", _data], output, error, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    private async Task<JsonElement> SendAsync(string who, string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _tokens[who]);
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonDocument.Parse(text).RootElement.Clone();
    }
}
