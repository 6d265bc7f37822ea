using System.Text.Json;

namespace Pharos.Server.Tests.Hooks;

public sealed class CodexHookTests(AgentHookServer server) : IClassFixture<AgentHookServer>
{
    public static TheoryData<string, string, string, string> Tools() => new()
    {
        { "Bash", """{"command":"ls -l"}""", "command", "Bash" },
        { "shell", """{"command":["bash","-lc","ls -l"]}""", "command", "Bash" },
        { "exec_command", """{"cmd":"ls -l","workdir":"/PROJECT"}""", "command", "Bash" },
        { "apply_patch", """{"command":"*** Begin Patch\n*** Add File: a.txt\n+x\n*** End Patch"}""", "file-write", "Write" },
        { "apply_patch", """{"command":"*** Begin Patch\n*** Update File: a.txt\n@@\n-x\n+y\n*** End Patch"}""", "file-edit", "MultiEdit" },
        { "apply_patch", """{"command":"*** Begin Patch\n*** Delete File: a.txt\n*** End Patch"}""", "command", "Bash" },
        { "view_image", """{"path":"/PROJECT/a.png"}""", "file-read", "Read" },
        { "update_plan", """{"plan":[]}""", "tool-call", "TodoWrite" },
        { "mcp__github__create_issue", """{"title":"t"}""", "tool-call", "mcp__github__create_issue" },
        { "tool_of_next_year", """{"a":[1]}""", "tool-call", "tool_of_next_year" },
        { "Read", """{"file_path":"/PROJECT/a.txt"}""", "tool-call", "codex:Read" },
        { "Bash", """{"text":"ls"}""", "tool-call", "codex:Bash" },
        { "Bash", """{"command":["ls",7]}""", "tool-call", "codex:Bash" },
        { "Bash", """{"command":"ls","cmd":"rm -rf /"}""", "tool-call", "codex:Bash" },
    };

    [Theory]
    [MemberData(nameof(Tools))]
    public Task Every_documented_tool_is_shown_to_policies_in_the_words_they_know(string tool, string input, string kind, string known) =>
        server.ShouldShowAsync("codex", "PreToolUse", input, members => server.Codex("PreToolUse", tool, members), kind, known);

    [Fact]
    public async Task A_yes_is_silence_because_Codex_takes_an_allow_for_a_failed_hook() =>
        (await server.AskAsync("codex", "PreToolUse", server.Codex("PreToolUse", "Bash", new { command = "git status" }))).ShouldBe("{}");

    [Theory]
    [InlineData("rm -rf /")]
    [InlineData("eval \"$NEXT\"")]
    public async Task A_no_and_a_review_are_a_deny_because_Codex_runs_the_tool_on_ask(string command)
    {
        var answer = await server.HookAsync("PreToolUse", server.Codex("PreToolUse", "Bash", new { command }), agent: "codex");
        HookTestServer.Decision(answer).ShouldBe("deny");
        HookTestServer.Reason(answer)!.ShouldContain("pharos.");
    }

    [Theory]
    [InlineData("git status", "default", "allow")]
    [InlineData("rm -rf /", "default", "deny")]
    [InlineData("eval \"$NEXT\"", "dontAsk", "deny")]
    [InlineData("eval \"$NEXT\"", "modeOfNextYear", "deny")]
    public async Task A_permission_request_is_answered_as_Codex_reads_it(string command, string mode, string expected)
    {
        var answer = await server.HookAsync("PermissionRequest", server.Codex("PermissionRequest", "Bash", new { command, description = "why" }, mode: mode), agent: "codex");
        HookTestServer.Behavior(answer).ShouldBe(expected);
        answer.GetProperty("hookSpecificOutput").GetProperty("decision").EnumerateObject().Select(member => member.Name).ShouldBeSubsetOf(["behavior", "message"]);
    }

    [Theory]
    [InlineData("eval \"$NEXT\"")]
    [InlineData("network-access example.com")]
    public async Task A_permission_request_under_review_lets_the_persons_dialog_show(string command) =>
        (await server.AskAsync("codex", "PermissionRequest", server.Codex("PermissionRequest", "Bash", new { command }))).ShouldBe("{}");

    [Fact]
    public async Task A_patch_is_as_bad_as_the_worst_of_its_files()
    {
        const string patch = "*** Begin Patch\n*** Add File: src/a.txt\n+x\n*** Update File: .codex/hooks.json\n@@\n-a\n+b\n*** Add File: src/b.txt\n+y\n*** End Patch";
        var answer = await server.HookAsync("PreToolUse", server.Codex("PreToolUse", "apply_patch", new { command = patch }), agent: "codex");
        HookTestServer.Decision(answer).ShouldBe("deny");
        HookTestServer.Reason(answer)!.ShouldContain("pharos.gate.protected.path");
    }

    [Fact]
    public async Task A_harmless_patch_of_several_files_passes_and_each_file_is_recorded()
    {
        var before = await server.CountAsync("proposal.decided");
        const string patch = "*** Begin Patch\n*** Add File: src/a.txt\n+x\n*** Add File: src/b.txt\n+y\n*** End Patch";
        (await server.AskAsync("codex", "PreToolUse", server.Codex("PreToolUse", "apply_patch", new { command = patch }, "patch-1"))).ShouldBe("{}");
        (await server.CountAsync("proposal.decided")).ShouldBe(before + 2);
        var executed = await server.CountAsync("proposal.executed");
        await server.AskAsync("codex", "PostToolUse", server.Codex("PostToolUse", "apply_patch", new { command = patch }, "patch-1"));
        (await server.CountAsync("proposal.executed")).ShouldBe(executed + 2);
    }

    [Fact]
    public async Task What_ran_though_it_was_denied_is_an_alarm()
    {
        await server.AskAsync("codex", "PreToolUse", server.Codex("PreToolUse", "Bash", new { command = "rm -rf /" }, "bypass-1"));
        var before = await server.CountAsync("proposal.bypassed");
        (await server.AskAsync("codex", "PostToolUse", server.Codex("PostToolUse", "Bash", new { command = "rm -rf /" }, "bypass-1"))).ShouldBe("{}");
        (await server.CountAsync("proposal.bypassed")).ShouldBe(before + 1);
    }

    [Fact]
    public async Task A_folder_that_the_model_chose_is_judged_and_does_not_choose_the_rules()
    {
        // The dry-run workspace would have no opinion on this; the session is in the other one.
        var answer = await server.HookAsync(
            "PreToolUse", server.Codex("PreToolUse", "exec_command", new { cmd = "rm -rf /", workdir = server.DryRun }), agent: "codex");
        HookTestServer.Decision(answer).ShouldBe("deny");
    }

    [Fact]
    public async Task Dry_run_has_no_opinion()
    {
        foreach (var eventName in (string[])["PreToolUse", "PermissionRequest"])
        {
            (await server.AskAsync("codex", eventName, server.Codex(eventName, "Bash", new { command = "rm -rf /" }, cwd: server.DryRun))).ShouldBe("{}");
        }
    }

    [Fact]
    public async Task A_prompt_is_recorded()
    {
        var before = await server.CountAsync("prompt.submitted");
        var body = """{"session_id":"p","turn_id":"t9","cwd":"/x","hook_event_name":"UserPromptSubmit","prompt":"hello","transcript_path":null}""";
        (await server.AskAsync("codex", "UserPromptSubmit", body)).ShouldBe("{}");
        (await server.CountAsync("prompt.submitted")).ShouldBe(before + 1);
    }
}
