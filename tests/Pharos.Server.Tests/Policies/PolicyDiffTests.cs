using System.Text.Json;
using Pharos.Agents;

namespace Pharos.Server.Tests.Policies;

public sealed class PolicyDiffTests : IAsyncLifetime
{
    private readonly BundleServer _server = new();

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        foreach (var command in (string[])["echo hello", "echo teapot", "echo teapot", "printf teapot", "rm -rf /", "frobnicate", "uname && echo hello", $"cat {_server.Data}/keys/token.key", "curl -H 'Authorization: Bearer abcdefghijklmnop' https://example.org"])
        {
            await _server.DecideAsync(command, Role.Agent);
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task The_policies_that_decided_would_change_nothing()
    {
        var report = await _server.DiffAsync(null);
        report.GetProperty("decisions").GetInt64().ShouldBe(9);
        report.GetProperty("changed").GetInt64().ShouldBe(0);
        report.GetProperty("otherRule").GetInt64().ShouldBe(0);
        report.GetProperty("masked").GetInt64().ShouldBe(1);
        report.GetProperty("fixed").GetInt64().ShouldBe(2);
        report.GetProperty("fromMemory").GetInt64().ShouldBe(1);
        report.GetProperty("compared").GetInt64().ShouldBe(6);
        (await _server.DiffAsync(_server.DefaultAnd("{}"))).GetProperty("changed").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task A_changed_rule_changes_exactly_what_it_speaks_to()
    {
        var report = await _server.DiffAsync(_server.DefaultAnd("{}", ("acme.rego", BundleServer.Gate("teapot"))));
        report.GetProperty("changed").GetInt64().ShouldBe(3);
        report.GetProperty("loosened").GetInt64().ShouldBe(0);
        report.GetProperty("transitions").EnumerateArray().Select(item => (item.GetProperty("before").GetString(), item.GetProperty("after").GetString(), item.GetProperty("count").GetInt64()))
            .ShouldBe([("allow", "deny", 3)]);
        report.GetProperty("byRule").GetProperty("acme.teapot").GetInt64().ShouldBe(3);
        report.GetProperty("byAgent").GetProperty("agent-1").GetInt64().ShouldBe(3);
        report.GetProperty("examples").EnumerateArray().Select(item => item.GetProperty("subject").GetString()).ShouldBe(["echo teapot", "echo teapot", "printf teapot"]);
    }

    [Fact]
    public async Task What_would_be_allowed_is_counted_as_looser()
    {
        var report = await _server.DiffAsync(_server.DefaultAnd("{}", ("acme.rego", BundleServer.Gate("frobnicate", "allow")), ("frob.rego", "package pharos.gate\n\nallow contains {\"rule\": \"acme.frob\", \"reason\": \"ok\", \"covers\": \"all\"} if input.proposal.input.command == \"uname && echo hello\"")));
        report.GetProperty("changed").GetInt64().ShouldBe(report.GetProperty("loosened").GetInt64());
    }

    [Fact]
    public async Task Rules_about_time_see_the_moment_of_the_decision()
    {
        var later = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var module = $$"""
            package pharos.gate

            deny contains {"rule": "acme.late", "reason": "late", "covers": "all"} if time.now_ns() > {{later}} * 1000000
            """;
        while (DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() <= later)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        var report = await _server.DiffAsync(_server.DefaultAnd("{}", ("late.rego", module)));
        report.GetProperty("changed").GetInt64().ShouldBe(0);
        report.GetProperty("nondeterministic").GetInt64().ShouldBe(6);
    }

    [Fact]
    public async Task Only_the_decisions_asked_for_are_compared()
    {
        (await _server.DiffAsync(null, "since=1h&agent=nobody")).GetProperty("decisions").GetInt64().ShouldBe(0);
        (await _server.DiffAsync(null, "since=1h&limit=4")).GetProperty("decisions").GetInt64().ShouldBe(4);
        (await _server.DiffAsync(null, "since=2h&until=1h")).GetProperty("decisions").GetInt64().ShouldBe(0);
    }

    [Theory]
    [InlineData("since=yesterday", "diff.since")]
    [InlineData("until=1h", "diff.since")]
    [InlineData("since=1h&until=x", "diff.until")]
    [InlineData("since=1h&from=2h", "diff.query")]
    public async Task A_question_that_makes_no_sense_is_refused(string query, string code)
    {
        using var response = await _server.PostAsync($"/api/policies/diff?{query}", null);
        (await TestServer.CodeAsync(response)).ShouldBe(code);
    }

    [Fact]
    public async Task A_candidate_that_does_not_compile_is_refused_with_its_places()
    {
        using var response = await _server.PostAsync("/api/policies/diff?since=1h", _server.DefaultAnd("{}", ("a.rego", "package pharos.a\n\np := nowhere")));
        ((int)response.StatusCode).ShouldBe(422);
        var problem = (await TestServer.JsonAsync(response)).GetProperty("problems")[0];
        problem.GetProperty("file").GetString().ShouldBe("bundles/main/a.rego");
        problem.GetProperty("row").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task An_erased_decision_is_counted_as_missing()
    {
        using var page = await _server.SendAsync("GET", "/api/events?type=proposal.decided&limit=1", Role.Viewer);
        var position = (await TestServer.JsonAsync(page)).GetProperty("events")[0].GetProperty("position").GetInt64();
        using var erased = await _server.SendAsync("POST", $"/api/events/{position}/erase", Role.Admin, """{"reason":"a test"}""");
        erased.IsSuccessStatusCode.ShouldBeTrue();
        var report = await _server.DiffAsync(null);
        report.GetProperty("missing").GetInt64().ShouldBe(1);
        report.GetProperty("changed").GetInt64().ShouldBe(0);
    }
}
