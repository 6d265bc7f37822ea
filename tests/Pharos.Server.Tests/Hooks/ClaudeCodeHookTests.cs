using System.Text.Json;
using Pharos.Agents;

namespace Pharos.Server.Tests.Hooks;

public sealed class ClaudeCodeHookTests(HookTestServer server) : IClassFixture<HookTestServer>
{
    public static TheoryData<string, string> Tools() => new()
    {
        { "Bash", """{"command":"ls","description":"List","timeout":120000,"run_in_background":false}""" },
        { "Write", """{"file_path":"/PROJECT/a.txt","content":"x"}""" },
        { "Edit", """{"file_path":"/PROJECT/a.txt","old_string":"a","new_string":"b","replace_all":true}""" },
        { "MultiEdit", """{"file_path":"/PROJECT/a.txt","edits":[{"old_string":"a","new_string":"b"}]}""" },
        { "NotebookEdit", """{"notebook_path":"/PROJECT/a.ipynb","new_source":"1","edit_mode":"replace"}""" },
        { "Read", """{"file_path":"/PROJECT/a.txt","offset":1,"limit":10}""" },
        { "Glob", """{"pattern":"**/*.cs","path":"/PROJECT"}""" },
        { "Grep", """{"pattern":"x","path":"/PROJECT","output_mode":"content","-n":true}""" },
        { "WebFetch", """{"url":"https://example.com","prompt":"Summarise"}""" },
        { "WebSearch", """{"query":"x","allowed_domains":["example.com"]}""" },
        { "Agent", """{"description":"d","prompt":"p","subagent_type":"Explore"}""" },
        { "Task", """{"description":"d","prompt":"p","subagent_type":"Explore"}""" },
        { "Skill", """{"skill":"pdf"}""" },
        { "TodoWrite", """{"todos":[{"content":"c","status":"pending","activeForm":"a"}]}""" },
        { "TaskCreate", """{"subject":"s","description":"d"}""" },
        { "TaskUpdate", """{"taskId":"1","status":"completed"}""" },
        { "TaskList", "{}" },
        { "TaskOutput", """{"task_id":"b1","block":true}""" },
        { "TaskStop", """{"task_id":"b1"}""" },
        { "BashOutput", """{"bash_id":"b1"}""" },
        { "KillShell", """{"shell_id":"b1"}""" },
        { "AskUserQuestion", """{"questions":[]}""" },
        { "ExitPlanMode", """{"plan":"p"}""" },
        { "mcp__github__create_issue", """{"title":"t"}""" },
        { "ToolOfNextYear", """{"a":[1,2,{"b":null}]}""" },
    };

    [Theory]
    [MemberData(nameof(Tools))]
    public async Task Every_documented_tool_is_decided_and_recorded(string tool, string input)
    {
        using var document = JsonDocument.Parse(input.Replace("/PROJECT", server.Project, StringComparison.Ordinal));
        var before = await server.CountAsync("proposal.decided");
        var answer = await server.HookAsync("PreToolUse", server.Payload("PreToolUse", tool, document.RootElement, $"use-{tool}"));
        HookTestServer.Decision(answer).ShouldBeOneOf("allow", "ask", "deny");
        HookTestServer.Reason(answer)!.ShouldContain("pharos.");
        (await server.CountAsync("proposal.decided")).ShouldBe(before + 1);
    }

    [Fact]
    public async Task Ordinary_work_in_the_workspace_is_allowed() => HookTestServer.Decision(await server.BashAsync("git status", "a1")).ShouldBe("allow");

    [Fact]
    public async Task A_deny_names_its_rule_and_what_to_do()
    {
        var answer = await server.BashAsync("rm -rf /", "a2");
        HookTestServer.Decision(answer).ShouldBe("deny");
        HookTestServer.Reason(answer)!.ShouldContain("pharos.gate.");
        HookTestServer.Reason(answer)!.ShouldContain("Do not look for a way around it");
    }

    [Theory]
    [InlineData("default", "ask")]
    [InlineData("plan", "ask")]
    [InlineData("acceptEdits", "ask")]
    [InlineData("auto", "ask")]
    [InlineData("bypassPermissions", "deny")]
    [InlineData("dontAsk", "deny")]
    [InlineData("modeOfNextYear", "deny")]
    public async Task A_review_is_asked_only_where_somebody_answers(string mode, string expected)
    {
        var answer = await server.HookAsync(
            "PreToolUse", server.Payload("PreToolUse", "mcp__bank__transfer", new { amount = 1 }, $"review-{mode}", mode: mode));
        HookTestServer.Decision(answer).ShouldBe(expected);
    }

    [Fact]
    public async Task Dry_run_has_no_opinion_not_even_an_allow()
    {
        (await server.BashAsync("rm -rf /", "d1", cwd: server.DryRun)).EnumerateObject().ShouldBeEmpty();
        (await server.BashAsync("git status", "d2", cwd: server.DryRun)).EnumerateObject().ShouldBeEmpty();
        (await server.BashAsync("rm -rf /", "", "PermissionRequest", cwd: server.DryRun)).EnumerateObject().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_repeated_call_is_answered_as_before_and_not_proposed_twice()
    {
        var first = await server.BashAsync("git log", "repeat");
        var before = await server.CountAsync("proposal.decided");
        (await server.BashAsync("git log", "repeat")).GetRawText().ShouldBe(first.GetRawText());
        (await server.CountAsync("proposal.decided")).ShouldBe(before);
    }

    [Fact]
    public async Task An_id_used_again_for_another_call_is_denied()
    {
        await server.BashAsync("git log", "reused");
        var answer = await server.BashAsync("git status", "reused");
        HookTestServer.Decision(answer).ShouldBe("deny");
        HookTestServer.Reason(answer)!.ShouldContain("append.mismatch");
    }

    [Fact]
    public async Task The_same_id_in_another_session_is_another_call()
    {
        await server.BashAsync("git log", "shared", session: "one");
        HookTestServer.Decision(await server.BashAsync("git status", "shared", session: "two")).ShouldBe("allow");
    }

    [Theory]
    [InlineData("git status", "allow")]
    [InlineData("rm -rf /", "deny")]
    public async Task A_permission_request_joins_the_call_it_belongs_to(string command, string expected)
    {
        await server.BashAsync(command, $"join-{expected}", session: "join");
        var before = await server.CountAsync("proposal.decided");
        HookTestServer.Behavior(await server.BashAsync(command, "", "PermissionRequest", session: "join")).ShouldBe(expected);
        (await server.CountAsync("proposal.decided")).ShouldBe(before);
    }

    [Fact]
    public async Task A_permission_request_of_an_unseen_call_is_decided_itself()
    {
        var before = await server.CountAsync("proposal.decided");
        HookTestServer.Behavior(await server.BashAsync("rm -rf /", "", "PermissionRequest", session: "unseen")).ShouldBe("deny");
        (await server.CountAsync("proposal.decided")).ShouldBe(before + 1);
    }

    [Fact]
    public async Task A_permission_request_under_review_lets_the_persons_dialog_show()
    {
        var body = server.Payload("PermissionRequest", "mcp__bank__transfer", new { amount = 2 }, "");
        (await server.HookAsync("PermissionRequest", body)).EnumerateObject().ShouldBeEmpty();
        var nobody = server.Payload("PermissionRequest", "mcp__bank__transfer", new { amount = 2 }, "", mode: "dontAsk");
        HookTestServer.Behavior(await server.HookAsync("PermissionRequest", nobody)).ShouldBe("deny");
    }

    [Fact]
    public async Task What_was_done_is_recorded_on_its_proposal()
    {
        await server.BashAsync("git diff", "done-1");
        var body = server.Payload("PostToolUse", "Bash", new { command = "git diff" }, "done-1", extra: ""","tool_response":{"stdout":"secret-looking output"},"duration_ms":12""");
        (await server.HookAsync("PostToolUse", body)).EnumerateObject().ShouldBeEmpty();
        var (record, payload) = (await server.NewestAsync("proposal.executed")).ShouldNotBeNull();
        payload.ShouldContain("\"done\"");
        payload.ShouldContain("12 ms");
        payload.ShouldNotContain("secret-looking");
        record.Stream.Category.ShouldBe("proposal");
    }

    [Fact]
    public async Task A_failure_is_recorded_as_one()
    {
        await server.BashAsync("git show", "failed-1");
        await server.HookAsync("PostToolUseFailure", server.Payload("PostToolUseFailure", "Bash", new { command = "git show" }, "failed-1", extra: ""","error":"exit 1 password=hunter2hunter2" """));
        var (_, payload) = (await server.NewestAsync("proposal.executed")).ShouldNotBeNull();
        payload.ShouldContain("\"failed\"");
        payload.ShouldNotContain("hunter2");
    }

    [Fact]
    [Trait("Issue", "claude-code#4669, #37210, #43407: a denial that the agent ignores")]
    public async Task Executed_though_denied_is_an_alarm()
    {
        await server.BashAsync("rm -rf /", "denied-1");
        var before = await server.CountAsync("proposal.bypassed");
        (await server.BashAsync("rm -rf /", "denied-1", "PostToolUse")).EnumerateObject().ShouldBeEmpty();
        (await server.CountAsync("proposal.bypassed")).ShouldBe(before + 1);
    }

    [Fact]
    public async Task Executed_though_never_proposed_is_an_alarm()
    {
        var before = await server.CountAsync("proposal.bypassed");
        await server.BashAsync("ls", "never-seen", "PostToolUse");
        (await server.CountAsync("proposal.bypassed")).ShouldBe(before + 1);
    }

    [Fact]
    public async Task A_report_above_the_limit_on_bodies_is_kept_as_hash_and_length()
    {
        await server.BashAsync("cat big.txt", "large-1");
        var output = new string('x', 200_000) + "\\\"tool_use_id\\\":\\\"forged\\\"";
        var body = server.Payload("PostToolUse", "Bash", new { command = "cat big.txt" }, "").TrimEnd()[..^1]
            + $$""","tool_response":{"stdout":"{{output}}","tool_use_id":"forged"},"tool_use_id":"large-1"}""";
        (await server.HookAsync("PostToolUse", body)).EnumerateObject().ShouldBeEmpty();
        var (_, payload) = (await server.NewestAsync("proposal.executed")).ShouldNotBeNull();
        payload.ShouldContain($"{System.Text.Encoding.UTF8.GetByteCount(body)} bytes");
        payload.ShouldContain(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(body))));
    }

    [Fact]
    public async Task A_prompt_is_recorded_masked()
    {
        var body = """{"session_id":"s9","prompt_id":"p1","cwd":"/x","hook_event_name":"UserPromptSubmit","prompt":"use password=hunter2hunter2 please"}""";
        (await server.HookAsync("UserPromptSubmit", body)).EnumerateObject().ShouldBeEmpty();
        var (record, payload) = (await server.NewestAsync("prompt.submitted")).ShouldNotBeNull();
        payload.ShouldContain("s9");
        payload.ShouldContain("please");
        payload.ShouldNotContain("hunter2");
        record.Agent.ShouldBe("agent-1");
        var before = await server.CountAsync("prompt.submitted");
        await server.HookAsync("UserPromptSubmit", body);
        (await server.CountAsync("prompt.submitted")).ShouldBe(before);
    }

    [Fact]
    public async Task The_agent_of_a_proposal_is_the_tokens_subject()
    {
        await server.HookAsync(
            "PreToolUse", server.Payload("PreToolUse", "Bash", new { command = "git tag" }, "who", extra: ""","agent_id":"somebody-else","agent_type":"Explore" """),
            await server.TokenAsync(Role.Agent, "claude-7"));
        var (record, payload) = (await server.NewestAsync("proposal.decided")).ShouldNotBeNull();
        record.Agent.ShouldBe("claude-7");
        payload.ShouldContain("Explore");
    }
}
