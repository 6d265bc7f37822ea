using System.Net;
using System.Text.Json;
using Pharos.Agents;
using Pharos.Server.Tests.Grants;

namespace Pharos.Server.Tests.Degradation;

public sealed class DegradationTests : IAsyncLifetime
{
    private readonly GrantServer _server = new();

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task An_emergency_denies_what_would_be_reviewed_and_hooks_say_why()
    {
        (await DecideAsync("sudo systemctl restart one")).GetProperty("decision").GetString().ShouldBe("review");
        await ChangeAsync("emergency");
        var answer = await DecideAsync("sudo systemctl restart two");
        answer.GetProperty("decision").GetString().ShouldBe("deny");
        answer.GetProperty("rule").GetString().ShouldBe("pharos.degradation.emergency");
        answer.GetProperty("degradation").GetString().ShouldBe("emergency");
        var body = $$"""{"hook_event_name":"PreToolUse","session_id":"s","cwd":"{{GrantServer.Root}}","tool_name":"Bash","tool_input":{"command":"sudo systemctl restart three"},"tool_use_id":"t"}""";
        using var hook = await _server.SendAsync("POST", "/hooks/claude-code?event=PreToolUse", Role.Agent, body);
        (await hook.Content.ReadAsStringAsync()).ShouldContain("because of a test");
    }

    [Fact]
    public async Task An_emergency_survives_a_restart_and_is_left_in_two_steps()
    {
        await ChangeAsync("emergency");
        await _server.RestartAsync();
        var status = await StatusAsync();
        status.GetProperty("state").GetString().ShouldBe("emergency");
        status.GetProperty("by").GetString().ShouldBe("admin-1");
        using var skipped = await PostAsync("normal");
        skipped.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await TestServer.CodeAsync(skipped)).ShouldBe("degradation.step");
        await ChangeAsync("recovering");
        var answer = await DecideAsync("sudo systemctl restart four");
        answer.GetProperty("decision").GetString().ShouldBe("review");
        answer.GetProperty("degradation").GetString().ShouldBe("recovering");
        await ChangeAsync("normal");
        (await DecideAsync("ls")).GetProperty("degradation").GetString().ShouldBe("normal");
    }

    [Theory]
    [InlineData("""{"state":"emergency"}""")]
    [InlineData("""{"state":"emergency","reason":"  "}""")]
    [InlineData("""{"state":"panic","reason":"so"}""")]
    public async Task A_change_needs_a_state_that_there_is_and_a_reason(string body)
    {
        using var refused = await _server.SendAsync("POST", "/api/degradation", Role.Admin, body);
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await StatusAsync()).GetProperty("state").GetString().ShouldBe("normal");
    }

    [Fact]
    public async Task Health_and_metrics_show_it_with_what_to_do()
    {
        await ChangeAsync("emergency");
        await _server.Server.Parts.Degradation.LookAsync(TestContext.Current.CancellationToken);
        using var health = await _server.SendAsync("GET", "/api/health", Role.Viewer);
        var check = (await TestServer.JsonAsync(health)).GetProperty("checks").EnumerateArray().Single(part => part.GetProperty("name").GetString() == "degradation");
        check.GetProperty("status").GetString().ShouldBe("degraded");
        check.GetProperty("findings")[0].GetProperty("code").GetString().ShouldBe("degradation.emergency");
        check.GetProperty("findings")[0].GetProperty("remedy").GetString()!.ShouldContain("pharos degradation recover");
        using var metrics = await _server.SendAsync("GET", "/metrics", Role.Viewer);
        var text = await metrics.Content.ReadAsStringAsync();
        text.ShouldContain("pharos_degradation_state");
        text.ShouldContain("pharos_breaker_state{breaker=\"policy\"} 0");
        text.ShouldContain("pharos_throttle_limit");
    }

    [Fact]
    public async Task What_is_shown_names_thresholds_breakers_and_throttle()
    {
        var status = await StatusAsync();
        status.GetProperty("thresholds").EnumerateArray().Select(threshold => threshold.GetProperty("name").GetString())
            .ShouldBe(["failed-decisions", "log-unavailable", "decision-p99", "review-backlog"]);
        status.GetProperty("breakers").EnumerateArray().Select(breaker => breaker.GetProperty("name").GetString()).ShouldBe(["facts", "policy", "pattern", "log", "review"]);
        status.GetProperty("throttle").GetProperty("limit").GetInt32().ShouldBe(1000);
    }

    [Fact]
    public async Task A_grant_does_not_speak_in_an_emergency()
    {
        var asked = await DecideAsync("zzz-tool --granted");
        using var verdict = await _server.SendAsync("POST", $"/api/reviews/{asked.GetProperty("review").GetString()}/verdict", Role.Reviewer, """{"verdict":"approve","grant":{"scope":"session"}}""");
        verdict.StatusCode.ShouldBe(HttpStatusCode.OK, await verdict.Content.ReadAsStringAsync());
        using var fetched = await _server.SendAsync("GET", $"/api/proposals/{asked.GetProperty("id").GetString()}", Role.Agent);
        (await DecideAsync("zzz-tool --granted")).GetProperty("rule").GetString().ShouldBe("pharos.grant");
        await ChangeAsync("emergency");
        var answer = await DecideAsync("zzz-tool --granted");
        (answer.GetProperty("decision").GetString(), answer.GetProperty("rule").GetString()).ShouldBe(("deny", "pharos.degradation.emergency"));
    }

    [Fact]
    public async Task Above_the_throttle_callers_are_told_when_to_come_back_and_hooks_deny()
    {
        var throttle = _server.Server.Parts.Degradation.Safeguards.Throttle!;
        for (var i = 0; i < 1000; i++)
        {
            (await throttle.EnterAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        }

        using var refused = await _server.SendAsync("POST", "/api/proposals", Role.Agent, _server.Propose("ls"));
        refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBe(1);
        (await TestServer.CodeAsync(refused)).ShouldBe("gate.overloaded");
        var body = $$"""{"hook_event_name":"PreToolUse","session_id":"s","cwd":"{{GrantServer.Root}}","tool_name":"Bash","tool_input":{"command":"ls"},"tool_use_id":"t"}""";
        using var hook = await _server.SendAsync("POST", "/hooks/claude-code?event=PreToolUse", Role.Agent, body);
        hook.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await hook.Content.ReadAsStringAsync()).ShouldContain("\"deny\"");
    }

    private async Task<JsonElement> DecideAsync(string command)
    {
        using var answer = await _server.SendAsync("POST", "/api/proposals", Role.Agent, _server.Propose(command));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await TestServer.JsonAsync(answer);
    }

    private Task<HttpResponseMessage> PostAsync(string state) =>
        _server.SendAsync("POST", "/api/degradation", Role.Admin, $$"""{"state":"{{state}}","reason":"because of a test"}""");

    private async Task ChangeAsync(string state)
    {
        using var changed = await PostAsync(state);
        changed.StatusCode.ShouldBe(HttpStatusCode.OK, await changed.Content.ReadAsStringAsync());
        (await TestServer.JsonAsync(changed)).GetProperty("state").GetString().ShouldBe(state);
    }

    private async Task<JsonElement> StatusAsync()
    {
        using var status = await _server.SendAsync("GET", "/api/degradation", Role.Viewer);
        return await TestServer.JsonAsync(status);
    }
}
