using Pharos.Rego.Values;

namespace Pharos.Server.Hooks.Gemini;

/// <summary>The tools of Gemini CLI in the words that policies know.</summary>
internal static class GeminiTools
{
    public static ActReading Read(HookPayload payload) => ActReading.OfCall(payload, payload.ToolInput, (tool, input) =>
        payload.Body.TryGet("mcp_context", out var context) && context is RegoObject server
            ? ActReading.One(OfServer(tool, new ToolInput(server), input.Members))
            : ActReading.Known("gemini", tool, input, Of(tool, input, payload.WorkingDirectory)));

    // A server may call its tool as the agent calls its own; what the agent says about where it comes from counts.
    private static ToolAct OfServer(string tool, ToolInput context, RegoObject members) =>
        context.Text("server_name") is { Length: > 0 } name
            ? ToolAct.Of($"mcp__{name}__{context.Text("tool_name") ?? tool}", members)
            : ToolAct.Unfamiliar("gemini", tool, members);

    private static ToolAct?[] Of(string tool, ToolInput input, string? sessionFolder) => tool switch
    {
        "run_shell_command" => [input.Text("command") is { } command ? ToolAct.Command(command, input.Text("dir_path", "directory"), sessionFolder) : null],
        "write_file" => [FileActs.Write(input.Text("file_path"), input.Text("content"))],
        "replace" => [FileActs.Edit(input.Text("file_path"), input.Text("old_string"), input.Text("new_string"), input.IsTrue("allow_multiple"))],
        "read_file" => [FileActs.Read(input.Text("file_path", "absolute_path", "path"))],
        // What it takes in is the content of every file that its patterns match.
        "read_many_files" => [.. input.Texts("include").Concat(input.Texts("paths")).Take(ToolAct.MaximumActs + 1).Select(files => FileActs.Search("", null, files))],
        "list_directory" => [FileActs.Find("*", input.Text("dir_path", "path"))],
        "glob" => [FileActs.Find(input.Text("pattern"), input.Text("dir_path", "path"))],
        "grep_search" or "search_file_content" =>
            [FileActs.Search(input.Text("pattern"), input.Text("dir_path", "path"), input.Text("include_pattern", "include"))],
        "web_fetch" => [.. WebActs.FetchNamed($"{input.Text("prompt")} {input.Text("url")}")],
        "google_web_search" => [WebActs.Search(input.Text("query"))],
        "write_todos" => [ToolAct.Of("TodoWrite", input.Members)],
        "ask_user" => [ToolAct.Of("AskUserQuestion", input.Members)],
        "enter_plan_mode" => [ToolAct.Of("EnterPlanMode", input.Members)],
        "exit_plan_mode" => [ToolAct.Of("ExitPlanMode", input.Members)],
        _ => [],
    };
}
