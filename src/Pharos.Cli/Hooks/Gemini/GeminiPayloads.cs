using Pharos.Cli.Invocation;

namespace Pharos.Cli.Hooks.Gemini;

/// <summary>The documented events and tools of Gemini CLI.</summary>
internal static class GeminiPayloads
{
    /// <summary>The payloads.</summary>
    public static IReadOnlyList<DocumentedPayload> For(string project, bool isRegistered)
    {
        var pass = isRegistered ? "allow" : "decided";
        return
        [
            Tool("run_shell_command", "git status", pass, ("command", "git status"), ("description", "Show changes"), ("dir_path", ".")),
            Tool("run_shell_command", "delete the disk", "deny", ("command", "rm -rf /")),
            Tool("run_shell_command", "a command that cannot be read", "deny", ("command", "eval \"$NEXT\"")),
            Tool("write_file", "a source file", pass, ("file_path", $"{project}/src/pharos-hook-test.txt"), ("content", "hello\n")),
            Tool("write_file", "the agent's own settings", "deny", ("file_path", $"{project}/.gemini/settings.json"), ("content", "{}")),
            Tool("replace", "a source file", pass, ("file_path", $"{project}/README.md"), ("instruction", "x"), ("old_string", "a"), ("new_string", "b")),
            Tool("read_file", "a source file", pass, ("file_path", "README.md"), ("start_line", 1), ("end_line", 100)),
            Tool("read_many_files", "several source files", "decided", ("include", new object[] { "src/**/*.cs", "README.md" })),
            Tool("list_directory", "list a folder", pass, ("dir_path", project)),
            Tool("glob", "find files", pass, ("pattern", "**/*.cs"), ("dir_path", project)),
            Tool("grep_search", "search", pass, ("pattern", "class"), ("dir_path", project), ("include_pattern", "*.cs")),
            Tool("web_fetch", "a page", "decided", ("prompt", "Summarise https://example.com/")),
            Tool("google_web_search", "a search", "decided", ("query", "rego language")),
            Tool("save_memory", "remember something", "deny", ("fact", "x")),
            Tool("write_todos", "note a plan", "decided", ("todos", "[]")),
            Tool("ask_user", "ask the person", "decided", ("questions", "[]")),
            Tool("tool_of_next_year", "a tool nobody knows", "deny", ("anything", "x")),
            new("BeforeTool", "mcp_github_create_issue", "a tool of an MCP server", "decided", json =>
            {
                PayloadText.WriteCall(json, "mcp_github_create_issue", ("title", "Bug"));
                PayloadText.WriteMembers(json, ("mcp_context", new (string, object)[] { ("server_name", "github"), ("tool_name", "create_issue") }));
            }),
            new("AfterTool", "run_shell_command", "git status succeeded", "none", json =>
            {
                PayloadText.WriteCall(json, "run_shell_command", ("command", "git status"), ("description", "Show changes"), ("dir_path", "."));
                PayloadText.WriteMembers(json, ("tool_response", new (string, object)[] { ("llmContent", "On branch main"), ("returnDisplay", "On branch main") }));
            }),
            new("BeforeAgent", null, "a prompt", "none", json => json.WriteString("prompt", "pharos hook test")),
        ];
    }

    /// <summary>The whole text of a payload.</summary>
    public static string Text(DocumentedPayload payload, string session, string project) => CommandCall.JsonText(json =>
    {
        json.WriteStartObject();
        PayloadText.WriteMembers(
            json,
            ("session_id", session),
            ("transcript_path", "/dev/null"),
            ("cwd", project),
            ("hook_event_name", payload.Event),
            ("timestamp", "2026-01-01T00:00:00.000Z"));
        payload.Write(json);
        json.WriteEndObject();
    });

    private static DocumentedPayload Tool(string tool, string what, string expected, params (string Name, object Value)[] input) =>
        new("BeforeTool", tool, what, expected, json => PayloadText.WriteCall(json, tool, input));
}
