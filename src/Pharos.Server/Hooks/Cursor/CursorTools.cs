using System.Text;
using Pharos.Rego.Values;

namespace Pharos.Server.Hooks.Cursor;

/// <summary>The tools of Cursor in the words that policies know.</summary>
internal static class CursorTools
{
    public const string Shell = "Shell";

    private const string OfServerPrefix = "MCP:";

    private static readonly string[] Paths = ["file_path", "path", "target_file", "target_notebook", "notebook_path"];
    private static readonly string[] Folders = ["target_directory", "path", "directory", "relative_workspace_path"];

    /// <summary>Whether preToolUse is about a tool of an MCP server, which beforeMCPExecution names together with its server.</summary>
    public static bool IsOfServer(HookPayload payload) => payload.Tool?.StartsWith(OfServerPrefix, StringComparison.Ordinal) == true;

    /// <summary>A tool as preToolUse and postToolUse name it.</summary>
    public static ActReading Read(HookPayload payload) => ActReading.OfCall(payload, InputOf(payload), (tool, input) =>
        IsOfServer(payload) ? ActReading.One(OfServer("", tool[OfServerPrefix.Length..], input.Members))
        : tool == Shell ? OfShell(input, payload)
        : tool == "ApplyPatch" ? ActReading.Patch(input, "patch", "input", "command")
        : ActReading.Known("cursor", tool, input, Of(tool, input)));

    /// <summary>A command: the members of beforeShellExecution's payload, or of the tool's input.</summary>
    public static ActReading OfShell(ToolInput input, HookPayload payload)
    {
        var outer = new ToolInput(payload.Body);
        return input.Text("command") is { } command
            ? ActReading.One(ToolAct.Command(command, input.Text("working_directory") ?? outer.Text("cwd"), payload.WorkingDirectory))
            : ActReading.Refuse("proposal.input", "\"command\" is missing or not a string.");
    }

    /// <summary>A tool of an MCP server as beforeMCPExecution names it.</summary>
    public static ActReading OfServer(HookPayload payload) => ActReading.OfCall(payload, InputOf(payload), (tool, input) =>
        ActReading.One(OfServer(new ToolInput(payload.Body).Text("mcp_server_name", "server_name") ?? "", tool, input.Members)));

    /// <summary>A file as beforeReadFile names it.</summary>
    public static ActReading OfRead(ToolInput body) =>
        FileActs.Read(body.Text("file_path")) is { } act ? ActReading.One(act) : ActReading.Refuse("proposal.input", "\"file_path\" is missing or not a string.");

    /// <summary>An edit as afterFileEdit names it.</summary>
    public static ActReading OfEdited(ToolInput body) => FileActs.Edits(body.Text("file_path"), body.Array("edits")) is { } act
        ? ActReading.One(act with { Key = EditKey(body.Text("file_path")!) })
        : ActReading.Refuse("proposal.input", "\"file_path\" or \"edits\" is missing.");

    private static ToolAct? Of(string tool, ToolInput input) => tool switch
    {
        "Write" or "Edit" or "StrReplace" or "MultiEdit" or "SearchReplace" => OfChange(input),
        "EditNotebook" or "NotebookEdit" => FileActs.EditNotebook(input.Text(Paths), input.Text("new_string", "new_source")),
        "Delete" => FileActs.Delete(input.Text(Paths)) is { } act ? act with { Key = EditKey(input.Text(Paths)!) } : null,
        "Read" => FileActs.Read(input.Text(Paths)),
        "Grep" => FileActs.Search(input.Text("pattern", "query"), input.Text(Folders), input.Text("glob", "include_pattern")),
        "SemanticSearch" => input.Texts("target_directories") switch
        {
            [] => FileActs.Search(input.Text("query"), null, null),
            [var folder] => FileActs.Search(input.Text("query"), folder, null),
            _ => null,
        },
        "Glob" => FileActs.Find(input.Text("glob_pattern", "pattern"), input.Text(Folders)),
        "LS" or "List" => FileActs.Find("*", input.Text(Folders)),
        "WebFetch" or "Fetch" => WebActs.Fetch(input.Text("url")),
        "WebSearch" => WebActs.Search(input.Text("query", "search_term")),
        "TodoWrite" => ToolAct.Of("TodoWrite", input.Members),
        "AskQuestion" => ToolAct.Of("AskUserQuestion", input.Members),
        _ => null,
    };

    // One name stands for several shapes: a whole file, one replacement or many.
    private static ToolAct? OfChange(ToolInput input)
    {
        var path = input.Text(Paths);
        var act = input.Array("edits") is { } edits ? FileActs.Edits(path, edits)
            : input.Text("new_string") is { } after ? FileActs.Edit(path, input.Text("old_string") ?? "", after, input.IsTrue("replace_all"))
            : FileActs.Write(path, input.Text("content", "contents"));
        return act is null ? null : act with { Key = EditKey(path!) };
    }

    // afterFileEdit tells neither the call nor its whole input, only which file changed.
    private static string EditKey(string path) => $"edit\0{path}";

    private static ToolAct OfServer(string server, string tool, RegoObject members) =>
        ToolAct.Of($"mcp__{(server.Length == 0 ? "unknown" : server)}__{tool}", members) with { Key = $"mcp\0{tool}\0{members.ToJson()}", HasOwnEvent = true };

    // beforeMCPExecution sends the input as the text of an object.
    private static RegoObject? InputOf(HookPayload payload) => payload.ToolInput
        ?? (payload.Body.TryGet("tool_input", out var member) && member is RegoString { Value: var text }
            && RegoValue.TryParseJson(Encoding.UTF8.GetBytes(text), out var value, out _) ? value as RegoObject : null);
}
