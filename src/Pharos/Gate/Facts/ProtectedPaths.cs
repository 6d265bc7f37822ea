using Pharos.Proposals;
using Pharos.Shell.Effects;

namespace Pharos.Gate.Facts;

/// <summary>Which paths belong to the gate.</summary>
internal sealed class ProtectedPaths
{
    private static readonly string[] HookFolders = ["/.claude/hooks", "/.codex/hooks", "/.gemini/hooks", "/.cursor/hooks"];

    // Each file here decides whether an agent's hooks run, or what the hook's curl does.
    private static readonly string[] HookFiles =
    [
        "/.claude/settings.json", "/.claude/settings.local.json", "/.claude.json", "/.codex/hooks.json", "/.codex/config.toml", "/.codex/requirements.toml",
        "/.gemini/settings.json", "/.cursor/hooks.json", "/.curlrc", "/_curlrc", "/.config/curlrc", "/managed-settings.json", "/managed-mcp.json",
    ];

    private static readonly string[] AgentFolders = ["/.claude", "/.codex", "/.gemini", "/.cursor"];

    private readonly string[] _dataDirectories;
    private readonly string[] _programDirectories;
    private readonly string? _processFolder;

    public ProtectedPaths(ProtectedTargetsOptions options)
    {
        _dataDirectories = [.. Spellings(options.DataDirectory).Append("/var/lib/pharos").Distinct(StringComparer.Ordinal)];
        _programDirectories = [.. options.ProgramDirectories.SelectMany(Spellings).Distinct(StringComparer.Ordinal)];
        _processFolder = options.ProcessId is { } id ? $"/proc/{id}" : null;
    }

    /// <summary>Says why an effect on a path is refused; null when it is not.</summary>
    public string? Find(Effect effect, string path, string home)
    {
        var isLook = effect.Kind is EffectKind.List;
        var isRead = isLook || effect.Kind is EffectKind.Read or EffectKind.ExposeSecret;
        foreach (var data in _dataDirectories.Append(HomeData(home)))
        {
            if (LexicalPath.IsWithin(path, data) || (!isLook && Swallows(effect, path, data)))
            {
                return "touches the gate's data directory, which holds its log, keys and tokens";
            }
        }

        if (_processFolder is not null && LexicalPath.IsWithin(path, _processFolder))
        {
            return "reaches into the gate's own process";
        }

        if (isRead)
        {
            return null;
        }

        foreach (var program in _programDirectories)
        {
            if (LexicalPath.IsWithin(path, program) || Swallows(effect, path, program))
            {
                return "changes the gate's own programs or policies";
            }
        }

        return IsHookSetting(effect, path) ? "changes the settings or scripts that make the agent's hooks run" : null;
    }

    /// <summary>True when a word spells the data directory, wherever in the word it stands.</summary>
    public bool NamesDataDirectory(string word, string home) =>
        _dataDirectories.Append(HomeData(home)).Any(data =>
        {
            for (var at = word.IndexOf(data, StringComparison.Ordinal); at >= 0; at = word.IndexOf(data, at + 1, StringComparison.Ordinal))
            {
                var end = at + data.Length;
                if (end == word.Length || !(char.IsLetterOrDigit(word[end]) || word[end] is '_' or '-' or '.'))
                {
                    return true;
                }
            }

            return false;
        });

    // Deleting, moving or opening up a folder does the same to everything below it.
    private static bool Swallows(Effect effect, string path, string target) =>
        LexicalPath.IsWithin(target, path)
        && (effect.IsRecursive || effect.Kind is EffectKind.Delete)
        && effect.Kind is not EffectKind.Execute;

    private static bool IsHookSetting(Effect effect, string path) =>
        effect.Kind is not (EffectKind.Execute or EffectKind.Network or EffectKind.Upload)
        && (HookFiles.Any(file => path.EndsWith(file, StringComparison.OrdinalIgnoreCase))
            || HookFolders.Any(folder => path.Contains(folder + "/", StringComparison.OrdinalIgnoreCase) || path.EndsWith(folder, StringComparison.OrdinalIgnoreCase))
            || (effect.Kind is EffectKind.Delete or EffectKind.Weaken && AgentFolders.Any(folder => path.EndsWith(folder, StringComparison.OrdinalIgnoreCase))));

    private static string HomeData(string home) => home.Length <= 1 ? "/var/lib/pharos" : home + "/.local/share/pharos";

    private static IEnumerable<string> Spellings(string? directory)
    {
        if (string.IsNullOrEmpty(directory))
        {
            yield break;
        }

        var normal = LexicalPath.Normalise(directory);
        yield return normal;
        if (LocalDisk.Instance.Look(normal).Resolved is { } resolved)
        {
            yield return resolved;
        }
    }
}
