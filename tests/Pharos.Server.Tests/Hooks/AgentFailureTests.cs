using System.Text.Json;
using Pharos.Agents;

namespace Pharos.Server.Tests.Hooks;

/// <summary>Whatever is wrong with a request, each event of each agent gets the no it reads, with HTTP 200, or is let go on where there is nothing to stop.</summary>
public sealed class AgentFailureTests(AgentHookServer server) : IClassFixture<AgentHookServer>
{
    private static readonly string[] Bodies =
    [
        "", "{", "[]", "null", "{}", "{\"a\":1}",
        """{"session_id":"s","conversation_id":"s","cwd":"/tmp/x","workspace_roots":["/tmp/x"],"tool_name":5,"tool_input":{"command":"ls"},"command":"ls","file_path":"/tmp/x/a"}""",
        """{"session_id":7,"conversation_id":7,"cwd":"/tmp/x","workspace_roots":["/tmp/x"],"tool_name":"Bash","tool_input":{"command":"ls"},"command":"ls","file_path":"/tmp/x/a"}""",
        """{"session_id":"s","conversation_id":"s","cwd":"relative","workspace_roots":["relative"],"tool_name":"Bash","tool_input":{"command":"ls"},"command":"ls","file_path":"a"}""",
        """{"session_id":"s","conversation_id":"s","cwd":"/","workspace_roots":["/"],"tool_name":"Bash","tool_input":{"command":"ls"},"command":"ls","file_path":"/a"}""",
        """{"session_id":"s","conversation_id":"s","cwd":"/tmp/x","workspace_roots":["/tmp/x"],"hook_event_name":"Other","tool_name":"Bash","tool_input":{"command":"ls"},"command":"ls","file_path":"/tmp/x/a"}""",
        $$"""{"session_id":"s","conversation_id":"s","cwd":"/tmp/x","workspace_roots":["/tmp/x"],"tool_name":"Bash","tool_input":{"command":"{{new string('x', 70_000)}}"},"command":"{{new string('x', 70_000)}}","file_path":"/tmp/x/a"}""",
    ];

    public static TheoryData<string, string> Stopping() => new()
    {
        { "codex", "PreToolUse" },
        { "codex", "PermissionRequest" },
        { "codex", "EventOfNextYear" },
        { "gemini", "BeforeTool" },
        { "gemini", "BeforeModel" },
        { "gemini", "EventOfNextYear" },
        { "cursor", "preToolUse" },
        { "cursor", "beforeShellExecution" },
        { "cursor", "beforeMCPExecution" },
        { "cursor", "beforeReadFile" },
        { "cursor", "beforeTabFileRead" },
        { "cursor", "subagentStart" },
        { "cursor", "eventOfNextYear" },
    };

    public static TheoryData<string, string> Silent() => new()
    {
        { "codex", "PostToolUse" },
        { "codex", "UserPromptSubmit" },
        { "codex", "Stop" },
        { "gemini", "AfterTool" },
        { "gemini", "BeforeAgent" },
        { "gemini", "AfterAgent" },
        { "cursor", "postToolUse" },
        { "cursor", "afterFileEdit" },
        { "cursor", "beforeSubmitPrompt" },
        { "cursor", "stop" },
    };

    [Theory]
    [MemberData(nameof(Stopping))]
    public async Task A_payload_that_is_not_understood_is_a_no(string agent, string eventName)
    {
        foreach (var body in Bodies)
        {
            ShouldBeNo(await server.HookAsync(eventName, body, agent: agent), agent, eventName, body[..Math.Min(200, body.Length)]);
        }
    }

    [Theory]
    [MemberData(nameof(Stopping))]
    public async Task Without_a_good_token_the_answer_is_a_no(string agent, string eventName)
    {
        foreach (var token in (string[])["", "ph_x.y", await server.TokenAsync(Role.Viewer)])
        {
            ShouldBeNo(await server.HookAsync(eventName, "{}", token, agent), agent, eventName, token);
        }
    }

    [Theory]
    [MemberData(nameof(Silent))]
    public async Task What_only_reports_is_never_stopped(string agent, string eventName)
    {
        foreach (var token in (string?[])[null, "", "ph_x.y"])
        {
            var answer = await server.HookAsync(eventName, "{}", token, agent);
            answer.GetRawText().ShouldBe(eventName == "beforeSubmitPrompt" ? """{"continue":true}""" : "{}");
        }
    }

    [Fact]
    public async Task An_agent_that_is_not_known_is_told_which_are()
    {
        var answer = await server.HookAsync("PreToolUse", "{}", agent: "hal9000");
        HookTestServer.Decision(answer).ShouldBe("deny");
        HookTestServer.Reason(answer)!.ShouldContain("claude-code, codex, gemini, cursor");
    }

    private static void ShouldBeNo(JsonElement answer, string agent, string eventName, string why)
    {
        switch (agent, eventName)
        {
            case ("codex", "PreToolUse"):
                HookTestServer.Decision(answer).ShouldBe("deny", why);
                break;
            case ("codex", "PermissionRequest"):
                HookTestServer.Behavior(answer).ShouldBe("deny", why);
                break;
            case ("codex", _):
                answer.GetProperty("decision").GetString().ShouldBe("block", why);
                break;
            case ("gemini", _):
                answer.GetProperty("decision").GetString().ShouldBe("deny", why);
                answer.GetProperty("reason").GetString().ShouldNotBeNullOrWhiteSpace(why);
                break;
            default:
                answer.GetProperty("permission").GetString().ShouldBe("deny", why);
                answer.GetProperty("user_message").GetString().ShouldNotBeNullOrWhiteSpace(why);
                break;
        }
    }
}
