using System.Collections.Frozen;

namespace Pharos.Server.Hooks.ClaudeCode;

/// <summary>How an event of Claude Code is told "no".</summary>
internal enum RefusalForm
{
    /// <summary><c>hookSpecificOutput.permissionDecision</c>.</summary>
    Permission,

    /// <summary><c>hookSpecificOutput.decision.behavior</c>.</summary>
    Behavior,

    /// <summary><c>decision: "block"</c>.</summary>
    Block,

    /// <summary>The event reports something that has happened, or only ends or begins things; <c>{}</c>.</summary>
    None,
}

/// <summary>The events of Claude Code, as far as their refusals differ.</summary>
internal static class RefusalForms
{
    // For Stop and SubagentStop "block" means "go on working", which is the opposite of a refusal.
    private static readonly FrozenSet<string> Silent = FrozenSet.Create(
        StringComparer.Ordinal,
        ["PostToolUse", "PostToolUseFailure", "PostToolBatch", "UserPromptSubmit", "SessionStart", "SessionEnd", "Setup", "InstructionsLoaded", "MessageDisplay",
         "PermissionDenied", "Notification", "SubagentStart", "SubagentStop", "Stop", "StopFailure", "CwdChanged", "DirectoryAdded", "FileChanged", "WorktreeRemove",
         "PostCompact", "TaskCompleted", "TeammateIdle", "ElicitationResult"]);

    /// <summary>The form of an event. A name that is not known yet may belong to an event that stops actions, so it is blocked.</summary>
    public static RefusalForm Of(string? name) => name switch
    {
        null or "" or "PreToolUse" => RefusalForm.Permission,
        "PermissionRequest" => RefusalForm.Behavior,
        _ => Silent.Contains(name) ? RefusalForm.None : RefusalForm.Block,
    };
}
