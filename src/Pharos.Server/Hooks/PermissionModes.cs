namespace Pharos.Server.Hooks;

/// <summary>The permission modes of Claude Code, whose names Codex uses too.</summary>
internal static class PermissionModes
{
    /// <summary>Whether an "ask" reaches somebody. A mode not known here counts as one where it does not, because there it could pass as consent.</summary>
    public static bool AsksSomebody(string? mode) => mode is null or "default" or "plan" or "acceptEdits" or "auto";
}
