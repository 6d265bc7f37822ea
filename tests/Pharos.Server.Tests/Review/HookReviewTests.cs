using System.Net;
using System.Text.Json;
using Pharos.Agents;
using Pharos.Server.Tests.Hooks;

namespace Pharos.Server.Tests.Review;

public sealed class HookReviewTests(AgentHookServer server) : IClassFixture<AgentHookServer>
{
    [Fact]
    public async Task An_agent_that_cannot_ask_is_told_to_come_back_and_gets_the_approval_then()
    {
        var first = await CodexAsync("sudo systemctl restart a");
        HookTestServer.Decision(first).ShouldBe("deny");
        var id = await OnlyAsync("sudo systemctl restart a");
        HookTestServer.Reason(first)!.ShouldContain(id);
        await JudgeAsync(id, """{"verdict":"approve"}""");
        (await CodexAsync("sudo systemctl restart a")).GetRawText().ShouldBe("{}");
        HookTestServer.Decision(await CodexAsync("sudo systemctl restart a")).ShouldBe("deny", "an approval serves once");
    }

    [Fact]
    public async Task The_reason_of_a_rejection_reaches_the_agent_when_it_tries_again()
    {
        await CodexAsync("sudo systemctl restart b");
        await JudgeAsync(await OnlyAsync("sudo systemctl restart b"), """{"verdict":"reject","reason":"the service is shared"}""");
        HookTestServer.Reason(await CodexAsync("sudo systemctl restart b"))!.ShouldContain("the service is shared");
    }

    [Fact]
    public async Task Claude_Code_runs_the_input_that_was_approved_instead()
    {
        await server.BashAsync("sudo systemctl restart c", "use-c1", mode: "dontAsk");
        await JudgeAsync(await OnlyAsync("sudo systemctl restart c"), """{"verdict":"approve","edited":{"command":"sudo systemctl reload c"}}""");
        var answer = await server.BashAsync("sudo systemctl restart c", "use-c2", mode: "dontAsk");
        HookTestServer.Decision(answer).ShouldBe("allow");
        answer.GetProperty("hookSpecificOutput").GetProperty("updatedInput").GetProperty("command").GetString().ShouldBe("sudo systemctl reload c");
    }

    [Fact]
    public async Task An_agent_that_cannot_take_another_input_is_told_what_to_propose()
    {
        await CodexAsync("sudo systemctl restart d");
        await JudgeAsync(await OnlyAsync("sudo systemctl restart d"), """{"verdict":"approve","edited":{"command":"sudo systemctl reload d"}}""");
        var answer = await CodexAsync("sudo systemctl restart d");
        HookTestServer.Decision(answer).ShouldBe("deny");
        HookTestServer.Reason(answer)!.ShouldContain("sudo systemctl reload d");
    }

    [Fact]
    public async Task A_yes_to_another_input_for_one_file_of_a_patch_is_no_yes_to_the_patch()
    {
        const string patch = "*** Begin Patch\n*** Add File: src/fine.txt\n+x\n*** Add File: /opt/elsewhere/open.txt\n+y\n*** End Patch";
        HookTestServer.Decision(await PatchAsync(patch)).ShouldBe("deny");
        var review = (await ListAsync()).Single(item => item.GetProperty("summary").GetString()!.Contains("/opt/elsewhere/open.txt", StringComparison.Ordinal));
        await JudgeAsync(review.GetProperty("id").GetString()!, """{"verdict":"approve","edited":{"file_path":"/opt/elsewhere/open.txt","content":"z\n"}}""");
        var answer = await PatchAsync(patch);
        HookTestServer.Decision(answer).ShouldBe("deny");
        HookTestServer.Reason(answer)!.ShouldContain("propose exactly this instead");
    }

    [Fact]
    public async Task What_ran_after_the_agents_own_prompt_leaves_the_queue()
    {
        HookTestServer.Decision(await server.BashAsync("sudo systemctl restart e", "use-e")).ShouldBe("ask");
        var id = await OnlyAsync("sudo systemctl restart e");
        await server.BashAsync("sudo systemctl restart e", "use-e", "PostToolUse");
        while ((await ReviewAsync(id)).GetProperty("state").GetString() == "waiting")
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        (await ReviewAsync(id)).GetProperty("state").GetString().ShouldBe("superseded");
    }

    [Fact]
    public async Task A_dry_run_opens_no_review()
    {
        await server.BashAsync("sudo systemctl restart f", "use-f", cwd: server.DryRun);
        (await ListAsync()).ShouldNotContain(item => item.GetProperty("summary").GetString() == "sudo systemctl restart f");
    }

    private Task<JsonElement> CodexAsync(string command) => server.HookAsync("PreToolUse", server.Codex("PreToolUse", "Bash", new { command }), agent: "codex");

    private Task<JsonElement> PatchAsync(string patch) => server.HookAsync("PreToolUse", server.Codex("PreToolUse", "apply_patch", new { command = patch }), agent: "codex");

    private async Task<string> OnlyAsync(string command) => (await ListAsync()).Single(item => item.GetProperty("summary").GetString() == command).GetProperty("id").GetString()!;

    private async Task<List<JsonElement>> ListAsync()
    {
        using var list = await server.SendAsync("GET", "/api/reviews?limit=500", Role.Reviewer);
        return [.. (await TestServer.JsonAsync(list)).GetProperty("items").EnumerateArray()];
    }

    private async Task JudgeAsync(string id, string body)
    {
        using var judged = await server.SendAsync("POST", $"/api/reviews/{id}/verdict", Role.Reviewer, body);
        judged.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<JsonElement> ReviewAsync(string id)
    {
        using var got = await server.SendAsync("GET", $"/api/reviews/{id}", Role.Viewer);
        return (await TestServer.JsonAsync(got)).GetProperty("review");
    }
}
