using System.Text.Json;
using Pharos.Cli.Invocation;

namespace Pharos.Cli.Hooks.ClaudeCode;

/// <summary>Every documented tool and event of Claude Code, as payloads for <c>hook test</c> and for the tests of the contract.</summary>
internal static class ClaudeCodePayloads
{
    /// <summary>The payloads.</summary>
    /// <param name="project">The workspace they are about.</param>
    /// <param name="isRegistered">Whether the gate knows the workspace; only then can ordinary work be expected to pass.</param>
    public static IReadOnlyList<DocumentedPayload> For(string project, bool isRegistered)
    {
        var pass = isRegistered ? "allow" : "decided";
        return
        [
            Tool("Bash", "git status", pass, ("command", "git status"), ("description", "Show changes"), ("timeout", 120000)),
            Tool("Bash", "delete the disk", "deny", ("command", "rm -rf /"), ("description", "Clean up")),
            Tool("Bash", "in the background", "decided", ("command", "npm run dev"), ("run_in_background", true)),
            Tool("Write", "a source file", pass, ("file_path", $"{project}/src/pharos-hook-test.txt"), ("content", "hello\n")),
            Tool("Write", "the agent's own settings", "deny", ("file_path", $"{project}/.claude/settings.json"), ("content", "{}")),
            Tool("Edit", "a source file", pass, ("file_path", $"{project}/README.md"), ("old_string", "a"), ("new_string", "b"), ("replace_all", false)),
            Tool("MultiEdit", "a source file", pass, ("file_path", $"{project}/README.md"), ("edits", PayloadText.OneEdit)),
            Tool("NotebookEdit", "a cell", "decided", ("notebook_path", $"{project}/a.ipynb"), ("cell_id", "c1"), ("new_source", "1 + 1"), ("cell_type", "code"), ("edit_mode", "replace")),
            Tool("Read", "a source file", pass, ("file_path", $"{project}/README.md"), ("offset", 1), ("limit", 100)),
            Tool("Glob", "find files", pass, ("pattern", "**/*.cs"), ("path", project)),
            Tool("Grep", "search", pass, ("pattern", "TODO"), ("path", project), ("output_mode", "content"), ("-n", true)),
            Tool("WebFetch", "a page", "decided", ("url", "https://example.com/"), ("prompt", "Summarise")),
            Tool("WebSearch", "a search", "decided", ("query", "rego language")),
            Tool("Agent", "start a subagent", "decided", ("description", "Look around"), ("prompt", "List the modules"), ("subagent_type", "Explore")),
            Tool("Task", "start a subagent, older name", "decided", ("description", "Look around"), ("prompt", "List the modules"), ("subagent_type", "Explore")),
            Tool("Skill", "load a skill", "decided", ("skill", "pdf"), ("args", "")),
            Tool("TodoWrite", "note a plan", "decided", ("todos", "[]")),
            Tool("TaskCreate", "note a task", "decided", ("subject", "Write tests"), ("description", "…")),
            Tool("TaskUpdate", "change a task", "decided", ("taskId", "1"), ("status", "completed")),
            Tool("TaskList", "list tasks", "decided"),
            Tool("TaskGet", "read a task", "decided", ("taskId", "1")),
            Tool("TaskOutput", "output of a background task", "decided", ("task_id", "b1"), ("block", true)),
            Tool("TaskStop", "stop a background task", "decided", ("task_id", "b1")),
            Tool("BashOutput", "output of a background command", "decided", ("bash_id", "b1")),
            Tool("KillShell", "stop a background command", "decided", ("shell_id", "b1")),
            Tool("AskUserQuestion", "ask the person", "decided", ("questions", "[]")),
            Tool("ExitPlanMode", "show a plan", "decided", ("plan", "1. Test")),
            Tool("SlashCommand", "run a command of the agent", "decided", ("command", "/help")),
            Tool("mcp__github__create_issue", "a tool of an MCP server", "decided", ("title", "Bug"), ("body", "…")),
            Tool("ToolOfNextYear", "a tool nobody knows", "decided", ("anything", "x")),
            new("PermissionRequest", "Bash", "git status", isRegistered ? "allow" : "decided", json =>
            {
                PayloadText.WriteCall(json, "Bash", ("command", "git status"), ("description", "Show changes"), ("timeout", 120000));
                json.WriteStartArray("permission_suggestions");
                json.WriteEndArray();
            }),
            new("PermissionRequest", "Bash", "delete the disk", "deny", json => PayloadText.WriteCall(json, "Bash", ("command", "rm -rf /"))),
            new("PostToolUse", "Bash", "git status succeeded", "none", json =>
            {
                PayloadText.WriteCall(json, "Bash", ("command", "git status"));
                json.WriteString("tool_use_id", Use(0));
                json.WriteStartObject("tool_response");
                json.WriteString("stdout", "");
                json.WriteString("stderr", "");
                json.WriteBoolean("interrupted", false);
                json.WriteEndObject();
                json.WriteNumber("duration_ms", 12);
            }),
            new("PostToolUseFailure", "Read", "reading failed", "none", json =>
            {
                PayloadText.WriteCall(json, "Read", ("file_path", $"{project}/README.md"));
                json.WriteString("tool_use_id", Use(8));
                json.WriteString("error", "File does not exist.");
                json.WriteBoolean("is_interrupt", false);
            }),
            new("UserPromptSubmit", null, "a prompt", "none", json => json.WriteString("prompt", "pharos hook test")),
        ];
    }

    /// <summary>The whole payload of the call with this number.</summary>
    /// <param name="payload">The call.</param>
    /// <param name="number">Its place in the list; PostToolUse refers to places.</param>
    /// <param name="session">The session's id.</param>
    /// <param name="project">The working directory.</param>
    public static string Text(DocumentedPayload payload, int number, string session, string project) => CommandCall.JsonText(json =>
    {
        json.WriteStartObject();
        json.WriteString("session_id", session);
        json.WriteString("prompt_id", session + "-prompt");
        json.WriteString("transcript_path", "/dev/null");
        json.WriteString("cwd", project);
        json.WriteString("permission_mode", "default");
        json.WriteString("hook_event_name", payload.Event);
        if (payload.Event == "PreToolUse")
        {
            json.WriteString("tool_use_id", Use(number));
        }

        payload.Write(json);
        json.WriteEndObject();
    });

    private static string Use(int number) => $"toolu_pharos_test_{number}";

    private static DocumentedPayload Tool(string tool, string what, string expected, params (string Name, object Value)[] input) =>
        new("PreToolUse", tool, what, expected, json => PayloadText.WriteCall(json, tool, input));
}
