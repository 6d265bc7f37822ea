using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Pharos.EndToEnd;

[Trait("Category", "Slow")]
public sealed class ServerTests(Shipped shipped) : IClassFixture<Shipped>
{
    [Fact]
    public async Task A_first_start_prints_a_token_that_works_and_a_second_start_prints_none()
    {
        var data = shipped.NewData();
        string token;
        using (var first = RunningServer.Start(shipped, data))
        {
            token = first.FirstToken.ShouldNotBeNull();
            token.ShouldStartWith("ph_");
            (await first.ProposeAsync(token, "git status")).GetProperty("position").GetInt64().ShouldBeGreaterThan(0);
            first.Terminate().ShouldBe(0);
        }

        using var second = RunningServer.Start(shipped, data);
        second.FirstToken.ShouldBeNull();
        (await second.ProposeAsync(token, "git status")).GetProperty("id").GetGuid().ShouldNotBe(Guid.Empty);
    }

    [Fact]
    public async Task What_was_answered_is_in_the_log_after_a_restart_and_the_chain_holds()
    {
        var data = shipped.NewData();
        long position;
        using (var server = RunningServer.Start(shipped, data))
        {
            var answer = await server.ProposeAsync(server.FirstToken!, "rm -rf /");
            answer.GetProperty("decision").GetString().ShouldNotBe("allow");
            position = answer.GetProperty("position").GetInt64();
            shipped.Pharos("log", "verify", "--data", data).Status.ShouldBe(0);
            server.Terminate().ShouldBe(0);
        }

        var query = shipped.Pharos("log", "query", "--type", "proposal.decided", "--data", data, "--json");
        query.Status.ShouldBe(0, query.Error);
        query.Lines.Length.ShouldBe(1);
        using var page = JsonDocument.Parse(query.Output);
        page.RootElement.GetProperty("events").EnumerateArray().Select(item => item.GetProperty("position").GetInt64()).ShouldBe([position]);
        shipped.Pharos("log", "verify", "--data", data).Status.ShouldBe(0);
    }

    [Fact]
    public async Task A_killed_server_loses_nothing_it_answered()
    {
        var data = shipped.NewData();
        long position;
        using (var server = RunningServer.Start(shipped, data))
        {
            position = (await server.ProposeAsync(server.FirstToken!, "ls -la")).GetProperty("position").GetInt64();
        }

        using var verified = JsonDocument.Parse(shipped.Pharos("log", "verify", "--data", data, "--json").Output);
        verified.RootElement.GetProperty("valid").GetBoolean().ShouldBeTrue();
        verified.RootElement.GetProperty("head").GetInt64().ShouldBeGreaterThanOrEqualTo(position);
    }

    [Fact]
    public async Task A_head_that_does_not_fit_shows_that_the_log_was_written_anew()
    {
        var data = shipped.NewData();
        using (var server = RunningServer.Start(shipped, data))
        {
            await server.ProposeAsync(server.FirstToken!, "ls");
            server.Terminate();
        }

        var heads = Path.Combine(data, "heads.log");
        var lines = await File.ReadAllLinesAsync(heads, TestContext.Current.CancellationToken);
        lines[0] = lines[0].Split(' ')[0] + " " + new string('0', 64);
        await File.WriteAllLinesAsync(heads, lines, TestContext.Current.CancellationToken);
        var verify = shipped.Pharos("log", "verify", "--data", data);
        verify.Status.ShouldBe(1);
        verify.Output.ShouldStartWith("BROKEN at position");
    }

    [Fact]
    public async Task An_event_that_was_cut_off_the_end_is_missed()
    {
        Assert.SkipUnless(Shipped.Has("sqlite3"), "sqlite3 is not installed");
        var data = shipped.NewData();
        using (var server = RunningServer.Start(shipped, data))
        {
            await server.ProposeAsync(server.FirstToken!, "ls");
            server.Terminate();
        }

        Shipped.Run("sqlite3", [Path.Combine(data, "log.db"), "DROP TRIGGER events_no_delete; DELETE FROM events WHERE position = (SELECT max(position) FROM events)"]).Status.ShouldBe(0);
        shipped.Pharos("log", "verify", "--data", data).Status.ShouldBe(1);
    }

    [Fact]
    public void A_second_server_on_the_same_data_is_refused()
    {
        var data = shipped.NewData();
        using var first = RunningServer.Start(shipped, data);
        var second = shipped.Pharos("serve", "--port", "0", "--data", data);
        second.Status.ShouldBe(1);
        second.Error.ShouldContain("in-use");
    }

    [Fact]
    public async Task Tokens_are_made_and_revoked_beside_a_running_server()
    {
        var data = shipped.NewData();
        using var server = RunningServer.Start(shipped, data);
        var created = shipped.Pharos("token", "create", "--subject", "claude-1", "--role", "agent", "--data", data);
        created.Status.ShouldBe(0, created.Error);
        var token = created.Lines.ShouldHaveSingleItem();
        (await server.ProposeAsync(token, "ls")).GetProperty("id").GetGuid().ShouldNotBe(Guid.Empty);

        using var list = JsonDocument.Parse(shipped.Pharos("token", "list", "--data", data, "--json").Output);
        var id = list.RootElement.GetProperty("tokens").EnumerateArray().Single(item => item.GetProperty("subject").GetString() == "claude-1").GetProperty("id").GetString()!;
        shipped.Pharos("token", "revoke", id, "--data", data).Status.ShouldBe(0);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/proposals");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var refused = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Promtool_accepts_the_metrics()
    {
        Assert.SkipUnless(Shipped.Has("promtool"), "promtool is not installed");
        using var server = RunningServer.Start(shipped, shipped.NewData());
        await server.ProposeAsync(server.FirstToken!, "ls");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.FirstToken);
        using var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var metrics = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var checkedMetrics = Shipped.Run("promtool", ["check", "metrics"], metrics);
        checkedMetrics.Status.ShouldBe(0, checkedMetrics.Output + checkedMetrics.Error);
    }

    [Theory]
    [InlineData("claude-code", ".claude/settings.json", "PreToolUse", "Bash", "\"allow\"", "\"deny\"")]
    [InlineData("codex", ".codex/hooks.json", "PreToolUse", "Bash", "{}", "\"deny\"")]
    [InlineData("gemini", ".gemini/settings.json", "BeforeTool", "run_shell_command", "\"allow\"", "\"deny\"")]
    [InlineData("cursor", ".cursor/hooks.json", "preToolUse", "Shell", "\"allow\"", "\"deny\"")]
    public void The_hook_denies_and_allows_after_the_newcomers_two_commands(string agent, string file, string eventName, string tool, string yes, string no)
    {
        var data = shipped.NewData();
        var project = Directory.CreateTempSubdirectory("pharos-e2e-project-").FullName;
        using var server = RunningServer.Start(shipped, data);
        var install = shipped.Pharos("hook", "install", agent, "--project", project, "--data", data);
        install.Status.ShouldBe(0, install.Error);
        using var settings = JsonDocument.Parse(File.ReadAllText(Path.Combine(project, file)));
        var entry = settings.RootElement.GetProperty("hooks").GetProperty(eventName)[0];
        var command = (entry.TryGetProperty("hooks", out var handlers) ? handlers[0] : entry).GetProperty("command").GetString()!;
        Ask("git status").ShouldContain(yes);
        Ask("rm -rf /").ShouldContain(no);
        var test = shipped.Pharos("hook", "test", agent, "--project", project, "--data", data, "--json");
        test.Status.ShouldBe(0, test.Output);
        server.Terminate();
        Shipped.Run("/bin/sh", ["-c", command], Payload("git status")).Status.ShouldBe(2, "without a server nothing may pass");
        shipped.Pharos("hook", "uninstall", agent, "--project", project, "--data", data).Status.ShouldBe(0);
        File.ReadAllText(Path.Combine(project, file)).ShouldNotContain("pharos-hook");

        string Ask(string text) => Shipped.Run("/bin/sh", ["-c", command], Payload(text)).Output;

        string Payload(string text) => JsonSerializer.Serialize(new Dictionary<string, object>
        {
            [agent == "cursor" ? "conversation_id" : "session_id"] = "s1",
            ["cwd"] = project,
            ["hook_event_name"] = eventName,
            ["tool_name"] = tool,
            ["tool_input"] = new Dictionary<string, string> { ["command"] = text },
            ["tool_use_id"] = "toolu_" + text.Length,
        });
    }
}
