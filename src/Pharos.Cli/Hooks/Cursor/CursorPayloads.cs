using Pharos.Cli.Invocation;

namespace Pharos.Cli.Hooks.Cursor;

/// <summary>The documented events and tools of Cursor.</summary>
internal static class CursorPayloads
{
    /// <summary>The payloads.</summary>
    public static IReadOnlyList<DocumentedPayload> For(string project, bool isRegistered)
    {
        var pass = isRegistered ? "allow" : "decided";
        return
        [
            Tool("Shell", "git status", pass, ("command", "git status"), ("working_directory", project)),
            Tool("Shell", "delete the disk", "deny", ("command", "rm -rf /")),
            Tool("Write", "a source file", pass, ("file_path", $"{project}/src/pharos-hook-test.txt"), ("content", "hello\n")),
            Tool("Write", "the agent's own hooks", "deny", ("file_path", $"{project}/.cursor/hooks.json"), ("content", "{}")),
            Tool("StrReplace", "a source file", pass, ("path", $"{project}/README.md"), ("old_string", "a"), ("new_string", "b")),
            Tool("Delete", "a file", "decided", ("path", $"{project}/src/pharos-hook-test.txt")),
            Tool("Read", "a source file", pass, ("path", $"{project}/README.md")),
            Tool("Grep", "search", pass, ("pattern", "class"), ("path", project)),
            Tool("Glob", "find files", pass, ("glob_pattern", "**/*.cs"), ("target_directory", project)),
            Tool("Task", "start a subagent", "decided", ("description", "Look around"), ("prompt", "List the modules")),
            Tool("WebFetch", "a page", "decided", ("url", "https://example.com/")),
            Tool("WebSearch", "a search", "decided", ("search_term", "rego language")),
            Tool("TodoWrite", "note a plan", "decided", ("todos", "[]")),
            Tool("MCP:create_issue", "a tool of an MCP server, judged with its server", "allow", ("title", "Bug")),
            Tool("ToolOfNextYear", "a tool nobody knows", "deny", ("anything", "x")),
            Event("beforeShellExecution", "git status", pass, ("command", "git status"), ("cwd", project)),
            Event("beforeShellExecution", "delete the disk", "deny", ("command", "rm -rf /"), ("cwd", "")),
            Event("beforeShellExecution", "a command that cannot be read", "ask", ("command", "eval \"$NEXT\""), ("cwd", project)),
            Event("beforeMCPExecution", "a tool of an MCP server", "decided", ("tool_name", "create_issue"), ("tool_input", "{\"title\":\"Bug\"}"), ("mcp_server_name", "github"), ("command", "npx mcp-server")),
            Event("beforeReadFile", "a source file", pass, ("file_path", $"{project}/README.md"), ("content", "hello"), ("attachments", "[]")),
            Event("beforeReadFile", "the agent's keys", "deny", ("file_path", $"{Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)}/.ssh/id_ed25519"), ("content", "x")),
            Event("postToolUse", "git status succeeded", "none", ("tool_name", "Shell"), ("tool_input", new (string, object)[] { ("command", "git status"), ("working_directory", project) }), ("tool_output", "{}"), ("tool_use_id", Use(0))),
            Event("postToolUseFailure", "reading failed", "none", ("tool_name", "Read"), ("tool_input", new (string, object)[] { ("path", $"{project}/README.md") }), ("error_message", "No such file"), ("tool_use_id", Use(6))),
            Event("afterFileEdit", "a source file was changed", "none", ("file_path", $"{project}/README.md"), ("edits", PayloadText.OneEdit)),
            Event("beforeSubmitPrompt", "a prompt", "none", ("prompt", "pharos hook test"), ("attachments", "[]")),
        ];
    }

    /// <summary>The whole text of a payload.</summary>
    public static string Text(DocumentedPayload payload, int number, string session, string project) => CommandCall.JsonText(json =>
    {
        json.WriteStartObject();
        PayloadText.WriteMembers(
            json,
            ("conversation_id", session),
            ("generation_id", session + "-generation"),
            ("model", "default"),
            ("hook_event_name", payload.Event),
            ("cursor_version", "3.0.0"),
            ("workspace_roots", new object[] { project }),
            ("user_email", DBNull.Value),
            ("transcript_path", DBNull.Value));
        if (payload.Event == "preToolUse")
        {
            PayloadText.WriteMembers(json, ("tool_use_id", Use(number)), ("cwd", project), ("agent_message", "Testing the hook"));
        }

        payload.Write(json);
        json.WriteEndObject();
    });

    private static string Use(int number) => $"use_pharos_test_{number}";

    private static DocumentedPayload Event(string name, string what, string expected, params (string Name, object Value)[] members) =>
        new(name, members.FirstOrDefault(member => member.Name == "tool_name").Value as string, what, expected, json => PayloadText.WriteMembers(json, members));

    private static DocumentedPayload Tool(string tool, string what, string expected, params (string Name, object Value)[] input) =>
        new("preToolUse", tool, what, expected, json => PayloadText.WriteCall(json, tool, input));
}
