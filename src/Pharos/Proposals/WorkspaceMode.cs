namespace Pharos.Proposals;

/// <summary>Whether decisions about a workspace bind.</summary>
public enum WorkspaceMode
{
    /// <summary>Decisions bind.</summary>
    Enforce,

    /// <summary>Decisions are made and recorded only; the caller is told that they do not bind.</summary>
    DryRun,
}

/// <summary>How strict the policies are for a workspace.</summary>
public enum WorkspaceProfile
{
    /// <summary>Everything that is not plainly harmless is reviewed.</summary>
    Strict,

    /// <summary>Ordinary development work passes.</summary>
    Balanced,

    /// <summary>What can be undone passes.</summary>
    Relaxed,
}

/// <summary>The names modes and profiles have on the wire and in configuration.</summary>
public static class WorkspaceNames
{
    /// <summary>The wire name of a mode.</summary>
    public static string Of(WorkspaceMode mode) => mode == WorkspaceMode.DryRun ? "dry-run" : "enforce";

    /// <summary>The wire name of a profile.</summary>
    public static string Of(WorkspaceProfile profile) => profile switch
    {
        WorkspaceProfile.Strict => "strict",
        WorkspaceProfile.Relaxed => "relaxed",
        _ => "balanced",
    };

    /// <summary>Reads a mode's wire name.</summary>
    public static bool TryParse(string? name, out WorkspaceMode mode)
    {
        mode = name is "dry-run" ? WorkspaceMode.DryRun : WorkspaceMode.Enforce;
        return name is "dry-run" or "enforce";
    }

    /// <summary>Reads a profile's wire name.</summary>
    public static bool TryParse(string? name, out WorkspaceProfile profile)
    {
        profile = name switch { "strict" => WorkspaceProfile.Strict, "relaxed" => WorkspaceProfile.Relaxed, _ => WorkspaceProfile.Balanced };
        return name is "strict" or "balanced" or "relaxed";
    }
}
