using System.Text.Json;

namespace Pharos.Server.Tests.Hooks;

public sealed class GeminiHookTests(AgentHookServer server) : IClassFixture<AgentHookServer>
{
    public static TheoryData<string, string, string, string> Tools() => new()
    {
        { "run_shell_command", """{"command":"ls","description":"List"}""", "command", "Bash" },
        { "write_file", """{"file_path":"/PROJECT/a.txt","content":"x"}""", "file-write", "Write" },
        { "replace", """{"file_path":"/PROJECT/a.txt","instruction":"i","old_string":"a","new_string":"b","allow_multiple":true}""", "file-edit", "Edit" },
        { "read_file", """{"file_path":"a.txt","start_line":1}""", "file-read", "Read" },
        { "read_file", """{"absolute_path":"/PROJECT/a.txt"}""", "file-read", "Read" },
        { "read_many_files", """{"include":["src/**"]}""", "file-read", "Grep" },
        { "list_directory", """{"dir_path":"/PROJECT"}""", "file-read", "Glob" },
        { "glob", """{"pattern":"**/*.cs","path":"/PROJECT"}""", "file-read", "Glob" },
        { "grep_search", """{"pattern":"x","dir_path":"/PROJECT","include_pattern":"*.cs"}""", "file-read", "Grep" },
        { "search_file_content", """{"pattern":"x","path":"/PROJECT","include":"*.cs"}""", "file-read", "Grep" },
        { "web_fetch", """{"prompt":"Read https://example.com/a, please."}""", "web-fetch", "WebFetch" },
        { "google_web_search", """{"query":"x"}""", "web-fetch", "WebSearch" },
        { "write_todos", """{"todos":[]}""", "tool-call", "TodoWrite" },
        { "ask_user", """{"questions":[]}""", "tool-call", "AskUserQuestion" },
        { "save_memory", """{"fact":"x"}""", "tool-call", "save_memory" },
        { "tool_of_next_year", """{"a":1}""", "tool-call", "tool_of_next_year" },
        { "Write", """{"file_path":"/PROJECT/a.txt","content":"x"}""", "tool-call", "gemini:Write" },
        { "write_file", """{"content":"x"}""", "tool-call", "write_file" },
        { "web_fetch", """{"prompt":"no address"}""", "tool-call", "web_fetch" },
        { "read_file", """{"file_path":"/PROJECT/a.txt","absolute_path":"/etc/shadow"}""", "tool-call", "read_file" },
    };

    [Theory]
    [MemberData(nameof(Tools))]
    public Task Every_documented_tool_is_shown_to_policies_in_the_words_they_know(string tool, string input, string kind, string known) =>
        server.ShouldShowAsync("gemini", "BeforeTool", input, members => server.Gemini("BeforeTool", tool, members), kind, known);

    [Fact]
    public async Task A_write_is_the_same_document_as_Claude_Codes()
    {
        var input = new { file_path = $"{server.Project}/src/same.txt", content = "x" };
        await server.AskAsync("gemini", "BeforeTool", server.Gemini("BeforeTool", "write_file", input));
        var shown = await server.ShownAsync();
        await server.HookAsync("PreToolUse", server.Payload("PreToolUse", "Write", input, "same-1"));
        (await server.ShownAsync()).ShouldBe(shown);
    }

    [Theory]
    [InlineData("git status", "allow")]
    [InlineData("rm -rf /", "deny")]
    [InlineData("eval \"$NEXT\"", "deny")]
    public async Task A_command_is_answered_with_the_two_words_that_every_version_knows(string command, string expected)
    {
        var answer = await server.HookAsync("BeforeTool", server.Gemini("BeforeTool", "run_shell_command", new { command }), agent: "gemini");
        answer.EnumerateObject().Select(member => member.Name).ShouldBe(["decision", "reason"]);
        answer.GetProperty("decision").GetString().ShouldBe(expected);
        answer.GetProperty("reason").GetString()!.ShouldContain("pharos.");
    }

    [Fact]
    public async Task Every_address_in_a_fetching_prompt_is_judged()
    {
        var body = server.Gemini("BeforeTool", "web_fetch", new { prompt = "Compare https://example.com/ and (http://169.254.169.254/latest/)." });
        (await server.AskAsync("gemini", "BeforeTool", body)).ShouldStartWith("{\"decision\":\"deny\"");
        (await server.ShownAsync()).Input.ShouldContain("http://169.254.169.254/latest/\"");
    }

    [Fact]
    public async Task A_servers_tool_is_known_by_its_server_whatever_it_is_called()
    {
        var body = server.Gemini("BeforeTool", "run_shell_command", new { command = "ls" }, mcp: new { server_name = "evil", tool_name = "run_shell_command" });
        await server.AskAsync("gemini", "BeforeTool", body);
        var shown = await server.ShownAsync();
        (shown.Kind, shown.Tool).ShouldBe(("tool-call", "mcp__evil__run_shell_command"));
    }

    [Fact]
    public async Task A_report_finds_its_proposal_by_its_content()
    {
        var input = new { command = "git diff --stat", description = "d" };
        await server.AskAsync("gemini", "BeforeTool", server.Gemini("BeforeTool", "run_shell_command", input));
        var (executed, bypassed) = (await server.CountAsync("proposal.executed"), await server.CountAsync("proposal.bypassed"));
        (await server.AskAsync("gemini", "AfterTool", server.Gemini("AfterTool", "run_shell_command", input, response: new { llmContent = "secret output" }))).ShouldBe("{}");
        (await server.CountAsync("proposal.executed")).ShouldBe(executed + 1);
        (await server.NewestAsync("proposal.executed"))!.Value.Payload.ShouldNotContain("secret output");

        // And one that is too large to be compared by its tool.
        (await server.AskAsync("gemini", "AfterTool", server.Gemini("AfterTool", "run_shell_command", input, response: new { llmContent = new string('x', 100_000) }))).ShouldBe("{}");
        (await server.CountAsync("proposal.executed")).ShouldBe(executed + 2);
        (await server.CountAsync("proposal.bypassed")).ShouldBe(bypassed);
    }

    [Fact]
    public async Task What_was_never_asked_about_is_an_alarm()
    {
        var before = await server.CountAsync("proposal.bypassed");
        await server.AskAsync("gemini", "AfterTool", server.Gemini("AfterTool", "run_shell_command", new { command = "never asked" }, response: new { llmContent = "" }));
        (await server.CountAsync("proposal.bypassed")).ShouldBe(before + 1);
    }

    [Fact]
    public async Task Dry_run_has_no_opinion() =>
        (await server.AskAsync("gemini", "BeforeTool", server.Gemini("BeforeTool", "run_shell_command", new { command = "rm -rf /" }, cwd: server.DryRun))).ShouldBe("{}");

    [Fact]
    public async Task A_prompt_is_recorded_and_never_stopped()
    {
        var before = await server.CountAsync("prompt.submitted");
        (await server.AskAsync("gemini", "BeforeAgent", """{"session_id":"g","cwd":"/x","hook_event_name":"BeforeAgent","prompt":"hello"}""")).ShouldBe("{}");
        (await server.CountAsync("prompt.submitted")).ShouldBe(before + 1);
    }
}
