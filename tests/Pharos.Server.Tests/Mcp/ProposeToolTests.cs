using ModelContextProtocol;
using ModelContextProtocol.Client;

namespace Pharos.Server.Tests.Mcp;

public sealed class ProposeToolTests(McpTestServer server) : IClassFixture<McpTestServer>
{
    public static TheoryData<string> Versions => McpTestServer.Versions;

    [Theory, MemberData(nameof(Versions))]
    public async Task What_policy_allows_is_answered_at_once_and_recorded_as_the_tokens_subject(string version)
    {
        await using var client = await server.ConnectAsync(version);
        client.NegotiatedProtocolVersion.ShouldBe(version);

        var answer = McpTestServer.Object(await client.CallToolAsync("pharos_propose", server.Proposal("git status")));

        answer.GetProperty("decision").GetString().ShouldBe("allow", answer.GetRawText());
        using var found = await server.SendAsync("GET", $"/api/proposals/{answer.GetProperty("id").GetString()}", Pharos.Agents.Role.Viewer);
        found.EnsureSuccessStatusCode();
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task What_policy_denies_is_denied_with_the_reason(string version)
    {
        await using var client = await server.ConnectAsync(version);
        var answer = McpTestServer.Object(await client.CallToolAsync("pharos_propose", server.Proposal("rm -rf /")));
        answer.GetProperty("decision").GetString().ShouldBe("deny");
        answer.GetProperty("reason").GetString().ShouldNotBeNullOrEmpty();
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task A_call_that_somebody_has_to_look_at_waits_and_brings_the_verdict(string version)
    {
        var agent = $"waiter-{version}";
        await using var client = await server.ConnectAsync(version, subject: agent);
        var calling = client.CallToolAsync("pharos_propose", server.Proposal($"frobnicate --{version}", wait: 60)).AsTask();

        await server.JudgeAsync(await server.WaitForReviewAsync(agent), "approve");

        var answer = McpTestServer.Object(await calling);
        answer.GetProperty("decision").GetString().ShouldBe("allow");
        answer.GetProperty("state").GetString().ShouldBe("approved");
        answer.GetProperty("decidedBy").GetString().ShouldBe("reviewer-1");
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task A_client_that_wants_to_know_is_told_that_it_is_waited_for(string version)
    {
        var agent = $"watched-{version}";
        await using var client = await server.ConnectAsync(version, subject: agent);
        var told = new TaskCompletionSource<ProgressNotificationValue>();
        var calling = client.CallToolAsync("pharos_propose", server.Proposal($"frobnicate --{version} told", wait: 60), new SynchronousProgress(told)).AsTask();

        var progress = await told.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await server.JudgeAsync(await server.WaitForReviewAsync(agent), "reject", "not today");

        progress.Total.ShouldBe(60);
        var answer = McpTestServer.Object(await calling);
        answer.GetProperty("decision").GetString().ShouldBe("deny");
        answer.GetProperty("reason").GetString()!.ShouldContain("not today");
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task Where_nobody_looks_in_time_there_is_an_id_to_ask_again_with(string version)
    {
        var agent = $"later-{version}";
        await using var client = await server.ConnectAsync(version, subject: agent);
        var waiting = McpTestServer.Object(await client.CallToolAsync("pharos_propose", server.Proposal($"frobnicate --{version} later", wait: 0)));
        waiting.GetProperty("decision").GetString().ShouldBe("review");
        waiting.GetProperty("state").GetString().ShouldBe("waiting");

        await server.JudgeAsync(await server.WaitForReviewAsync(agent), "approve");

        var id = waiting.GetProperty("id").GetString();
        var answer = McpTestServer.Object(await client.CallToolAsync("pharos_get_decision", new Dictionary<string, object?> { ["proposal_id"] = id }));
        answer.GetProperty("decision").GetString().ShouldBe("allow");
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task Waiting_for_several_ends_with_the_first_that_is_decided(string version)
    {
        var agent = $"several-{version}";
        await using var client = await server.ConnectAsync(version, subject: agent);
        var first = McpTestServer.Object(await client.CallToolAsync("pharos_propose", server.Proposal($"frobnicate --{version} first", wait: 0))).GetProperty("id").GetString()!;
        var review = await server.WaitForReviewAsync(agent);
        var second = McpTestServer.Object(await client.CallToolAsync("pharos_propose", server.Proposal($"frobnicate --{version} second", wait: 0))).GetProperty("id").GetString()!;

        var waiting = client.CallToolAsync("pharos_wait", new Dictionary<string, object?> { ["proposal_ids"] = new[] { first, second }, ["wait_seconds"] = 60 }).AsTask();
        await server.JudgeAsync(review, "approve");

        var answer = McpTestServer.Object(await waiting);
        answer.GetProperty("decided")[0].GetProperty("id").GetString().ShouldBe(first);
        answer.GetProperty("waiting")[0].GetString().ShouldBe(second);
    }

    [Fact]
    public async Task A_proposal_of_another_agent_is_as_unknown_as_none()
    {
        await using var one = await server.ConnectAsync(McpTestServer.Sessionless, subject: "one");
        await using var other = await server.ConnectAsync(McpTestServer.Sessionless, subject: "other");
        var id = McpTestServer.Object(await one.CallToolAsync("pharos_propose", server.Proposal("git status"))).GetProperty("id").GetString();

        foreach (var tool in (string[])["pharos_get_decision", "pharos_similar_decisions"])
        {
            McpTestServer.Code(await other.CallToolAsync(tool, new Dictionary<string, object?> { ["proposal_id"] = id })).ShouldBe("proposal.unknown");
        }

        McpTestServer.Code(await other.CallToolAsync("pharos_wait", new Dictionary<string, object?> { ["proposal_ids"] = new[] { id } })).ShouldBe("proposal.unknown");
        McpTestServer.Code(await other.CallToolAsync("pharos_report_outcome", new Dictionary<string, object?> { ["proposal_id"] = id, ["outcome"] = "done" })).ShouldBe("proposal.unknown");
    }

    [Fact]
    public async Task What_was_done_is_reported_and_what_was_done_though_denied_is_an_alarm()
    {
        await using var client = await server.ConnectAsync(McpTestServer.WithSessions, subject: "reporter");
        var allowed = McpTestServer.Object(await client.CallToolAsync("pharos_propose", server.Proposal("git log"))).GetProperty("id").GetString();
        var denied = McpTestServer.Object(await client.CallToolAsync("pharos_propose", server.Proposal("rm -rf /"))).GetProperty("id").GetString();

        var done = McpTestServer.Object(await client.CallToolAsync("pharos_report_outcome", new Dictionary<string, object?> { ["proposal_id"] = allowed, ["outcome"] = "done", ["detail"] = "fine" }));
        var bypassed = McpTestServer.Object(await client.CallToolAsync("pharos_report_outcome", new Dictionary<string, object?> { ["proposal_id"] = denied, ["outcome"] = "done" }));

        done.GetProperty("bypassed").GetBoolean().ShouldBeFalse();
        bypassed.GetProperty("bypassed").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task An_argument_that_no_schema_knows_is_refused_and_named()
    {
        await using var client = await server.ConnectAsync(McpTestServer.Sessionless);
        var arguments = server.Proposal("git status");
        arguments["agent_id"] = "somebody-else";

        var result = await client.CallToolAsync("pharos_propose", arguments);

        McpTestServer.Code(result).ShouldBe("mcp.arguments");
        McpTestServer.Text(result).ShouldContain("agent_id");
    }

    [Fact]
    public async Task Earlier_decisions_are_found_by_the_agent_that_they_are_about()
    {
        await using var client = await server.ConnectAsync(McpTestServer.Sessionless, subject: "historian");
        foreach (var command in (string[])["git status", "rm -rf /", "git log"])
        {
            McpTestServer.Object(await client.CallToolAsync("pharos_propose", server.Proposal(command)));
        }

        var all = McpTestServer.Object(await client.CallToolAsync("pharos_history", new Dictionary<string, object?>()));
        all.GetProperty("decisions").GetArrayLength().ShouldBe(3);
        var denied = McpTestServer.Object(await client.CallToolAsync("pharos_history", new Dictionary<string, object?> { ["decision"] = "deny" }));
        denied.GetProperty("decisions").GetArrayLength().ShouldBe(1);
        var first = McpTestServer.Object(await client.CallToolAsync("pharos_history", new Dictionary<string, object?> { ["limit"] = 2 }));
        var rest = McpTestServer.Object(await client.CallToolAsync("pharos_history", new Dictionary<string, object?> { ["limit"] = 2, ["before"] = first.GetProperty("next").GetInt64() }));
        rest.GetProperty("decisions").GetArrayLength().ShouldBe(1);
    }

    private sealed class SynchronousProgress(TaskCompletionSource<ProgressNotificationValue> told) : IProgress<ProgressNotificationValue>
    {
        public void Report(ProgressNotificationValue value) => told.TrySetResult(value);
    }
}
