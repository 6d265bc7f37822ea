using Pharos.Cli.Hooks;
using Pharos.Cli.Hooks.ClaudeCode;
using Pharos.Cli.Hooks.Codex;
using Pharos.Cli.Hooks.Cursor;
using Pharos.Cli.Hooks.Gemini;

namespace Pharos.Cli.Tests.Hooks;

/// <summary>Every agent that can be put under the gate, by name.</summary>
internal static class KnownAgents
{
    private static readonly IAgentHooks[] All = [new ClaudeCodeHooks(), new CodexHooks(), new GeminiHooks(), new CursorHooks()];

    public static IReadOnlyList<string> Names => [.. All.Select(agent => agent.Name)];

    public static IAgentHooks Of(string name) => All.Single(agent => agent.Name == name);

    /// <summary>The events of an agent whose hook can stop something.</summary>
    public static IReadOnlyList<string> StoppingEvents(string name) => name switch
    {
        "cursor" => ["preToolUse", "beforeShellExecution", "beforeMCPExecution", "beforeReadFile"],
        "gemini" => ["BeforeTool"],
        _ => ["PreToolUse", "PermissionRequest"],
    };

    public static IReadOnlyList<HookEntry> Entries(string name, string shim = "/data/hooks/pharos-hook.sh", string? subject = null, bool blockOnFailure = true) =>
        [.. Of(name).Events.Select(eventName => Of(name).EntryOf(eventName, shim, subject ?? name, blockOnFailure))];
}
