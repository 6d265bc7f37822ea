using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Server.Hooks.Codex;

/// <summary>The tools of Codex CLI in the words that policies know.</summary>
internal static class CodexTools
{
    private const string NetworkAccess = "network-access";

    public static ActReading Read(HookPayload payload) => ActReading.OfCall(payload, payload.ToolInput, (tool, input) =>
        tool == "apply_patch" ? ActReading.Patch(input, "command", "input", "patch") : ActReading.Known("codex", tool, input, Of(tool, input, payload.WorkingDirectory)));

    /// <summary>
    /// A call that needs a permission. Reaching a host is asked for as if it were a command; a program of that name would be judged, and not what the running command could
    /// then send there, so it is a tool that nothing permits unless a policy does.
    /// </summary>
    public static ActReading ReadRequest(HookPayload payload) => ActReading.OfCall(payload, payload.ToolInput, (tool, input) =>
        tool == "Bash" && input.Text("command") is { } command && command.TrimStart().StartsWith(NetworkAccess, StringComparison.Ordinal)
            ? ActReading.One(new ToolAct(ProposalKind.ToolCall, $"codex:{NetworkAccess}", input.Members))
            : Read(payload));

    private static ToolAct? Of(string tool, ToolInput input, string? sessionFolder) => tool switch
    {
        // Codex calls every kind of shell "Bash" in hooks; the others are the names its tools have elsewhere.
        "Bash" or "shell" or "local_shell" or "shell_command" or "exec_command" or "container.exec" =>
            CommandOf(input) is { } command ? ToolAct.Command(command, input.Text("workdir", "cwd"), sessionFolder) : null,
        "view_image" => FileActs.Read(input.Text("path", "file_path")),
        "read_file" => FileActs.Read(input.Text("file_path", "path")),
        "list_dir" => FileActs.Find("*", input.Text("dir_path", "path")),
        "grep_files" => FileActs.Search(input.Text("pattern"), input.Text("path"), input.Text("include")),
        "web_search" => WebActs.Search(input.Text("query")),
        "update_plan" => ToolAct.Of("TodoWrite", input.Members),
        "request_user_input" => ToolAct.Of("AskUserQuestion", input.Members),
        _ => null,
    };

    private static string? CommandOf(ToolInput input)
    {
        if (input.Text("command", "cmd") is { } text)
        {
            return text;
        }

        // Words, as the older shell tool takes them. One that is no text would be dropped and another command judged.
        return input.Array("command") is { Count: > 0 } words && words.All(word => word is RegoString)
            ? ShellWord.Join(words.OfType<RegoString>().Select(word => word.Value))
            : null;
    }
}
