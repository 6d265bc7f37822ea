namespace Pharos.Cli.Hooks.Codex;

/// <summary>What Codex's <c>config.toml</c> says about hooks. Only the lines that matter are understood; the file is never written.</summary>
internal static class CodexConfiguration
{
    private const int MaximumBytes = 4 * 1024 * 1024;

    /// <summary>The lines of a file; none for one that is missing.</summary>
    /// <exception cref="HookSettingsException">It is too large to be settings.</exception>
    public static IReadOnlyList<string> Read(string path) => !File.Exists(path) ? []
        : new FileInfo(path).Length <= MaximumBytes ? [.. File.ReadLines(path).Select(line => line.Trim())]
        : throw new HookSettingsException($"{path}: it is larger than 4 MiB.");

    /// <summary>Whether the feature is switched off.</summary>
    public static bool TurnsHooksOff(IReadOnlyList<string> lines)
    {
        var table = "";
        foreach (var line in lines)
        {
            var text = line.Replace(" ", "", StringComparison.Ordinal);
            if (text.StartsWith('['))
            {
                table = text.Split('#')[0];
            }
            else if ((table == "[features]" && IsOff(text, "hooks", "codex_hooks")) || (table.Length == 0 && IsOff(text, "features.hooks", "features.codex_hooks")))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether the person has trusted the hook that stops tools in a settings file. Whether it was this text of it, only Codex can tell: it asks again when it was not.
    /// </summary>
    public static bool Trusts(IReadOnlyList<string> lines, string settings) =>
        lines.Any(line => line.StartsWith("[hooks.state.", StringComparison.Ordinal) && line.Contains($"{settings}:pre_tool_use:", StringComparison.Ordinal));

    private static bool IsOff(string line, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (line.StartsWith($"{name}=false", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
