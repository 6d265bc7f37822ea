namespace Pharos.Shell.Effects;

/// <summary>Settings of a project from which an agent or an editor starts programs as soon as it opens the folder, often without asking.</summary>
internal static class OpeningSettings
{
    private static readonly string[] Files =
    [
        "/.mcp.json", "/.cursor/mcp.json", "/.cursor/hooks.json", "/.vscode/mcp.json", "/.vscode/tasks.json", "/.vscode/settings.json",
        "/.claude/settings.json", "/.claude/settings.local.json", "/.codex/config.toml", "/.codex/hooks.json", "/.gemini/settings.json",
    ];

    /// <summary>Whether an absolute path is one of them. Their file systems often do not tell capitals apart.</summary>
    public static bool Holds(ReadOnlySpan<char> path)
    {
        if (!path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && !path.EndsWith(".toml", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        foreach (var file in Files)
        {
            if (path.EndsWith(file, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
