using Pharos.Cli.Invocation;

namespace Pharos.Cli.Hooks.Codex;

/// <summary>The documented events and tools of Codex CLI. Its PreToolUse cannot say yes, so what passes gets no opinion there.</summary>
internal static class CodexPayloads
{
    private const string GoodPatch = "*** Begin Patch\n*** Add File: src/pharos-hook-test.txt\n+hello\n*** Update File: README.md\n@@\n-a\n+b\n*** End Patch";
    private const string BadPatch = "*** Begin Patch\n*** Add File: src/ordinary.txt\n+hello\n*** Update File: .codex/hooks.json\n@@\n-a\n+b\n*** End Patch";

    /// <summary>The payloads.</summary>
    public static IReadOnlyList<DocumentedPayload> For(string project, bool isRegistered)
    {
        var pass = isRegistered ? "none" : "decided";
        return
        [
            Tool("Bash", "git status", pass, ("command", "git status")),
            Tool("Bash", "delete the disk", "deny", ("command", "rm -rf /")),
            Tool("Bash", "a command that cannot be read", "deny", ("command", "eval \"$NEXT\"")),
            Tool("apply_patch", "two source files", "decided", ("command", GoodPatch)),
            Tool("apply_patch", "the agent's own hooks among others", "deny", ("command", BadPatch)),
            Tool("apply_patch", "no patch", "deny", ("command", "hello")),
            Tool("update_plan", "note a plan", "decided", ("plan", "[]")),
            Tool("view_image", "look at a picture", "decided", ("path", $"{project}/a.png")),
            Tool("mcp__github__create_issue", "a tool of an MCP server", "decided", ("title", "Bug"), ("body", "…")),
            Tool("tool_of_next_year", "a tool nobody knows", "deny", ("anything", "x")),
            new("PermissionRequest", "Bash", "git status", isRegistered ? "allow" : "decided", json => PayloadText.WriteCall(json, "Bash", ("command", "git status"), ("description", "Show changes"))),
            new("PermissionRequest", "Bash", "delete the disk", "deny", json => PayloadText.WriteCall(json, "Bash", ("command", "rm -rf /"))),
            new("PermissionRequest", "Bash", "reach a host", "decided", json => PayloadText.WriteCall(json, "Bash", ("command", "network-access example.com"))),
            new("PostToolUse", "Bash", "git status succeeded", "none", json =>
            {
                PayloadText.WriteCall(json, "Bash", ("command", "git status"));
                PayloadText.WriteMembers(json, ("tool_use_id", Use(0)), ("tool_response", "On branch main"));
            }),
            new("UserPromptSubmit", null, "a prompt", "none", json => json.WriteString("prompt", "pharos hook test")),
        ];
    }

    /// <summary>The whole text of a payload.</summary>
    public static string Text(DocumentedPayload payload, int number, string session, string project) => CommandCall.JsonText(json =>
    {
        json.WriteStartObject();
        PayloadText.WriteMembers(
            json,
            ("session_id", session),
            ("turn_id", session + "-turn"),
            ("transcript_path", DBNull.Value),
            ("cwd", project),
            ("hook_event_name", payload.Event),
            ("model", "gpt-5-codex"),
            ("permission_mode", "default"));
        if (payload.Event == "PreToolUse")
        {
            json.WriteString("tool_use_id", Use(number));
        }

        payload.Write(json);
        json.WriteEndObject();
    });

    private static string Use(int number) => $"call_pharos_test_{number}";

    private static DocumentedPayload Tool(string tool, string what, string expected, params (string Name, object Value)[] input) =>
        new("PreToolUse", tool, what, expected, json => PayloadText.WriteCall(json, tool, input));
}
