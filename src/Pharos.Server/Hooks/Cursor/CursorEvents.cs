using System.Collections.Frozen;

namespace Pharos.Server.Hooks.Cursor;

/// <summary>The events of Cursor.</summary>
internal static class CursorEvents
{
    public const string ToolUse = "preToolUse";
    public const string Shell = "beforeShellExecution";
    public const string Mcp = "beforeMCPExecution";
    public const string ReadFile = "beforeReadFile";
    public const string Prompt = "beforeSubmitPrompt";

    /// <summary>Events that report, begin or end something. A name that is not known yet may belong to an event that stops actions.</summary>
    public static readonly FrozenSet<string> Silent = FrozenSet.Create(
        StringComparer.Ordinal,
        [Prompt, "postToolUse", "postToolUseFailure", "afterFileEdit", "afterShellExecution", "afterMCPExecution", "afterAgentResponse", "afterAgentThought",
         "afterTabFileEdit", "sessionStart", "sessionEnd", "subagentStop", "preCompact", "stop", "workspaceOpen"]);
}
