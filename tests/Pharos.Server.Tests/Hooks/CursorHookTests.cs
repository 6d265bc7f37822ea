using System.Text.Json;

namespace Pharos.Server.Tests.Hooks;

public sealed class CursorHookTests(AgentHookServer server) : IClassFixture<AgentHookServer>
{
    private const string Allow = """{"permission":"allow"}""";

    public static TheoryData<string, string, string, string> Tools() => new()
    {
        { "Shell", """{"command":"ls","working_directory":"/PROJECT"}""", "command", "Bash" },
        { "Write", """{"file_path":"/PROJECT/a.txt","content":"x"}""", "file-write", "Write" },
        { "Write", """{"path":"/PROJECT/a.txt","contents":"x"}""", "file-write", "Write" },
        { "StrReplace", """{"path":"/PROJECT/a.txt","old_string":"a","new_string":"b"}""", "file-edit", "Edit" },
        { "MultiEdit", """{"file_path":"/PROJECT/a.txt","edits":[{"old_string":"a","new_string":"b"}]}""", "file-edit", "MultiEdit" },
        { "EditNotebook", """{"target_notebook":"/PROJECT/a.ipynb","new_string":"1"}""", "file-edit", "NotebookEdit" },
        { "ApplyPatch", """{"patch":"*** Begin Patch\n*** Add File: a.txt\n+x\n*** End Patch"}""", "file-write", "Write" },
        { "Delete", """{"path":"/PROJECT/a.txt"}""", "command", "Bash" },
        { "Read", """{"path":"/PROJECT/a.txt","offset":1}""", "file-read", "Read" },
        { "Grep", """{"pattern":"x","path":"/PROJECT"}""", "file-read", "Grep" },
        { "Glob", """{"glob_pattern":"**/*.cs"}""", "file-read", "Glob" },
        { "LS", """{"target_directory":"/PROJECT"}""", "file-read", "Glob" },
        { "WebFetch", """{"url":"https://example.com"}""", "web-fetch", "WebFetch" },
        { "WebSearch", """{"search_term":"x"}""", "web-fetch", "WebSearch" },
        { "TodoWrite", """{"todos":[]}""", "tool-call", "TodoWrite" },
        { "Task", """{"description":"d","prompt":"p"}""", "tool-call", "Task" },
        { "ToolOfNextYear", """{"a":1}""", "tool-call", "ToolOfNextYear" },
        { "Bash", """{"command":"ls"}""", "tool-call", "cursor:Bash" },
        { "Write", """{"path":"/PROJECT/a.txt","file_path":"/etc/passwd","contents":"x"}""", "tool-call", "cursor:Write" },
    };

    [Theory]
    [MemberData(nameof(Tools))]
    public Task Every_documented_tool_is_shown_to_policies_in_the_words_they_know(string tool, string input, string kind, string known) =>
        server.ShouldShowAsync("cursor", "preToolUse", input, members => server.CursorTool(tool, members, conversation: $"tools-{tool}-{input.Length}"), kind, known);

    [Fact]
    public async Task A_yes_is_always_said_because_Cursor_takes_silence_for_a_failure()
    {
        (await server.AskAsync("cursor", "preToolUse", server.CursorTool("Shell", new { command = "git status" }))).ShouldBe(Allow);
        (await server.AskAsync("cursor", "beforeShellExecution", Shell("git log"))).ShouldBe(Allow);
        (await server.AskAsync("cursor", "beforeReadFile", server.Cursor("beforeReadFile", new() { ["file_path"] = $"{server.Project}/a.cs", ["content"] = "x" }))).ShouldBe(Allow);
        (await server.AskAsync("cursor", "beforeSubmitPrompt", server.Cursor("beforeSubmitPrompt", new() { ["prompt"] = "hello" }))).ShouldBe("""{"continue":true}""");
    }

    [Theory]
    [InlineData("rm -rf /", "deny")]
    [InlineData("eval \"$NEXT\"", "ask")]
    public async Task A_shell_command_can_be_denied_and_asked_about(string command, string expected)
    {
        var answer = await server.HookAsync("beforeShellExecution", Shell(command, "shell-1"), agent: "cursor");
        answer.GetProperty("permission").GetString().ShouldBe(expected);
        answer.GetProperty("user_message").GetString()!.ShouldContain("pharos.");
        answer.GetProperty("agent_message").GetString().ShouldBe(answer.GetProperty("user_message").GetString());
    }

    [Fact]
    public async Task A_command_that_is_announced_twice_is_decided_once()
    {
        var before = await server.CountAsync("proposal.decided");
        (await server.AskAsync("cursor", "preToolUse", server.CursorTool("Shell", new { command = "eval \"$TWICE\"" }, conversation: "twice"))).ShouldBe(Allow);
        (await server.AskAsync("cursor", "beforeShellExecution", Shell("eval \"$TWICE\"", "twice"))).ShouldStartWith("""{"permission":"ask",""");
        (await server.CountAsync("proposal.decided")).ShouldBe(before + 1);
    }

    [Theory]
    [InlineData("Task", "{}")]
    [InlineData("ToolOfNextYear", "{}")]
    [InlineData("Shell", """{"command":"rm -rf /"}""")]
    public async Task What_has_no_event_that_asks_is_denied_rather_than_asked(string tool, string input)
    {
        using var document = JsonDocument.Parse(input);
        var answer = await server.AskAsync("cursor", "preToolUse", server.CursorTool(tool == "Task" ? "UnknownTask" : tool, document.RootElement));
        answer.ShouldStartWith("""{"permission":"deny",""");
    }

    [Fact]
    public async Task A_servers_tool_is_judged_where_its_server_is_named()
    {
        var before = await server.CountAsync("proposal.decided");
        (await server.AskAsync("cursor", "preToolUse", server.CursorTool("MCP:transfer", new { amount = 1 }, "mcp-1"))).ShouldBe(Allow);
        (await server.CountAsync("proposal.decided")).ShouldBe(before);

        var body = server.Cursor("beforeMCPExecution", new() { ["tool_name"] = "transfer", ["tool_input"] = """{"amount":1}""", ["mcp_server_name"] = "bank", ["command"] = "npx bank" });
        (await server.AskAsync("cursor", "beforeMCPExecution", body)).ShouldStartWith("""{"permission":"ask",""");
        (await server.ShownAsync()).Tool.ShouldBe("mcp__bank__transfer");

        var (executed, bypassed) = (await server.CountAsync("proposal.executed"), await server.CountAsync("proposal.bypassed"));
        var done = server.Cursor("postToolUse", new() { ["tool_name"] = "MCP:transfer", ["tool_input"] = new { amount = 1 }, ["tool_output"] = "{}", ["tool_use_id"] = "mcp-1" });
        (await server.AskAsync("cursor", "postToolUse", done)).ShouldBe("{}");
        (await server.CountAsync("proposal.executed")).ShouldBe(executed + 1);
        (await server.CountAsync("proposal.bypassed")).ShouldBe(bypassed);
    }

    [Fact]
    public async Task An_edit_that_was_asked_about_is_reported_on_its_proposal()
    {
        var file = $"{server.Project}/src/edited.txt";
        await server.AskAsync("cursor", "preToolUse", server.CursorTool("StrReplace", new { path = file, old_string = "a", new_string = "b" }, conversation: "edits"));
        var (decided, executed) = (await server.CountAsync("proposal.decided"), await server.CountAsync("proposal.executed"));
        (await server.AskAsync("cursor", "afterFileEdit", Edited(file, "edits"))).ShouldBe("{}");
        (await server.CountAsync("proposal.decided")).ShouldBe(decided);
        (await server.CountAsync("proposal.executed")).ShouldBe(executed + 1);
    }

    [Fact]
    public async Task An_edit_that_nobody_asked_about_is_judged_afterwards_and_an_alarm_if_the_answer_is_no()
    {
        var bypassed = await server.CountAsync("proposal.bypassed");
        await server.AskAsync("cursor", "afterFileEdit", Edited($"{server.Project}/src/unasked.txt", "unasked"));
        (await server.CountAsync("proposal.bypassed")).ShouldBe(bypassed);
        await server.AskAsync("cursor", "afterFileEdit", Edited($"{server.Project}/.cursor/hooks.json", "unasked"));
        (await server.CountAsync("proposal.bypassed")).ShouldBe(bypassed + 1);
    }

    [Fact]
    public async Task A_folder_that_the_model_chose_is_judged_and_does_not_choose_the_rules()
    {
        var body = server.CursorTool("Shell", new { command = "rm -rf /", working_directory = server.DryRun });
        (await server.AskAsync("cursor", "preToolUse", body)).ShouldStartWith("""{"permission":"deny",""");
        (await server.ShownAsync()).Input.ShouldContain($"{server.DryRun}\\u0027 || exit");
    }

    [Fact]
    public async Task Dry_run_never_says_more_than_it_must()
    {
        // An "allow" for a command could pass over what the person has set, so where Cursor can ask, it is told to.
        (await server.AskAsync("cursor", "beforeShellExecution", Shell("rm -rf /", root: server.DryRun))).ShouldStartWith("""{"permission":"ask",""");
        (await server.AskAsync("cursor", "preToolUse", server.CursorTool("Shell", new { command = "rm -rf /" }, root: server.DryRun))).ShouldBe(Allow);
    }

    private string Shell(string command, string conversation = "k1", string? root = null) =>
        server.Cursor("beforeShellExecution", new() { ["command"] = command, ["cwd"] = root ?? server.Project, ["sandbox"] = false }, root, conversation);

    private string Edited(string file, string conversation) => server.Cursor(
        "afterFileEdit", new() { ["file_path"] = file, ["edits"] = new[] { new { old_string = "a", new_string = "b" } } }, conversation: conversation);
}
