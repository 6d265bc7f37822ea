using System.Buffers;
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
        "/.gemini/settings.json", "/.gemini/trustedFolders.json", "/.cursor/hooks.json", "/.curlrc", "/_curlrc", "/.config/curlrc", "/managed-settings.json", "/managed-mcp.json",
    ];

    private static readonly string[] AgentFolders = ["/.claude", "/.codex", "/.gemini", "/.cursor"];

    // One of these stands in every path above. Most words hold none, and need not be compared with each path.
    private static readonly string[] SettingMarks = [".claude", ".codex", ".gemini", ".cursor", "curlrc", "managed-"];

    private static readonly SearchValues<string> Settings = SearchValues.Create(SettingMarks, StringComparison.OrdinalIgnoreCase);

    private readonly string[] _dataDirectories;
    private readonly string[] _programDirectories;
    private readonly string? _processFolder;

    // The setting marks, and the last name of every data directory.
    private readonly SearchValues<string> _marks;

    private volatile HomeDirectories _ofHome;

    public ProtectedPaths(ProtectedTargetsOptions options)
    {
        _dataDirectories = [.. Spellings(options.DataDirectory).Append("/var/lib/pharos").Distinct(StringComparer.Ordinal)];
        _programDirectories = [.. options.ProgramDirectories.SelectMany(Spellings).Distinct(StringComparer.Ordinal)];
        _processFolder = options.ProcessId is { } id ? $"/proc/{id}" : null;
        var names = _dataDirectories.Append(HomeData("")).Select(data => data[(data.LastIndexOf('/') + 1)..]);
        _marks = SearchValues.Create([.. SettingMarks, .. names.Append("pharos").Select(name => name.Length == 0 ? "/" : name)], StringComparison.OrdinalIgnoreCase);
        _ofHome = new HomeDirectories("", [.. _dataDirectories, HomeData("")]);
    }

    /// <summary>False when neither a text nor a path made of it can name a data directory or a setting of hooks, which spares most words a closer look.</summary>
    public bool MayName(string text) => text.AsSpan().ContainsAny(_marks);

    // Almost all questions are about one home folder.
    private string[] DataDirectories(string home)
    {
        var known = _ofHome;
        if (!string.Equals(known.Home, home, StringComparison.Ordinal))
        {
            _ofHome = known = new HomeDirectories(home, [.. _dataDirectories, HomeData(home)]);
        }

        return known.Data;
    }

    /// <summary>Says why an effect on a path is refused; null when it is not.</summary>
    public string? Find(Effect effect, string path, string home)
    {
        var isLook = effect.Kind is EffectKind.List;
        var isRead = isLook || effect.Kind is EffectKind.Read or EffectKind.ExposeSecret;
        foreach (var data in DataDirectories(home))
        {
            if (LexicalPath.IsWithin(path, data))
            {
                return "touches the gate's data directory, which holds its log, keys and tokens";
            }

            if (!isLook && Swallows(effect, path, data))
            {
                return "reaches everything below that folder, and with it the gate's log, keys and tokens";
            }
        }

        if (IsProcessView(path))
        {
            return "goes through /proc to files under another name";
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
    public bool NamesDataDirectory(string word, string home)
    {
        if (!MayName(word))
        {
            return false;
        }

        foreach (var data in DataDirectories(home))
        {
            for (var at = word.IndexOf(data, StringComparison.Ordinal); at >= 0; at = word.IndexOf(data, at + 1, StringComparison.Ordinal))
            {
                var end = at + data.Length;
                if (end == word.Length || !(char.IsLetterOrDigit(word[end]) || word[end] is '_' or '-' or '.'))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Says why an effect on everything that a pattern matches is refused; null when it is not.</summary>
    /// <param name="effect">The effect.</param>
    /// <param name="pattern">The pattern, absolute.</param>
    /// <param name="home">The agent's home folder.</param>
    public string? FindPattern(Effect effect, string pattern, string home)
    {
        var reachesBelow = effect.IsRecursive || effect.Kind is EffectKind.Delete;
        foreach (var data in DataDirectories(home))
        {
            if (PathPattern.CanReachInto(pattern, data) || (reachesBelow && PathPattern.CanNameHolderOf(pattern, data)))
            {
                return "names, by a pattern, what may be the gate's data directory";
            }
        }

        if (effect.Kind is EffectKind.List or EffectKind.Read or EffectKind.ExposeSecret or EffectKind.Execute)
        {
            return null;
        }

        if (_programDirectories.Any(program => PathPattern.CanReachInto(pattern, program) || (reachesBelow && PathPattern.CanNameHolderOf(pattern, program))))
        {
            return "changes, by a pattern, what may be the gate's own programs or policies";
        }

        // A bare star would else be taken for a file that is called _curlrc anywhere.
        var isSetting = HookFiles.Any(file => (file[1] == '.' || file[1] == pattern[pattern.LastIndexOf('/') + 1]) && PathPattern.CanEndIn(pattern, file))
            || HookFolders.Any(folder => PathPattern.CanEndIn(pattern, folder + "/*"))
            || (reachesBelow && AgentFolders.Concat(HookFolders).Any(folder => PathPattern.CanEndIn(pattern, folder)));
        return isSetting ? "changes, by a pattern, what may be the settings or scripts that make the agent's hooks run" : null;
    }

    /// <summary>Says why a word that spells a path is refused, whatever its command does with it; null when it is not.</summary>
    /// <param name="path">The path, absolute and normalised.</param>
    /// <param name="changes">True when the command changes something, so that reading is not all it can do with the word.</param>
    /// <param name="home">The agent's home folder.</param>
    public string? FindWord(string path, bool changes, string home)
    {
        if (Array.Exists(DataDirectories(home), data => LexicalPath.IsWithin(path, data)))
        {
            return "names the gate's data directory";
        }

        var isSetting = changes && path.AsSpan().ContainsAny(Settings) && (HookFiles.Concat(AgentFolders).Concat(HookFolders).Any(file => path.EndsWith(file, StringComparison.OrdinalIgnoreCase))
            || HookFolders.Any(folder => path.Contains(folder + "/", StringComparison.OrdinalIgnoreCase)));
        return isSetting ? "names the settings or scripts that make the agent's hooks run, and changes something" : null;
    }

    /// <summary>True when program text spells a file that makes hooks run.</summary>
    public static bool SpellsHookSetting(string code) => HookFiles.Any(file => code.Contains(file[1..], StringComparison.OrdinalIgnoreCase));

    /// <summary>True for another process's view of the disk: the same files under names that no rule about paths knows.</summary>
    public static bool IsProcessView(string path)
    {
        if (!path.StartsWith("/proc/", StringComparison.Ordinal))
        {
            return false;
        }

        var names = path.Split('/');
        return names.Skip(3).Any(name => name is "root" or "cwd" or "map_files") || (names.Length > 5 && names[3] == "fd") || names[2] is "kcore" or "mem";
    }

    // Deleting, moving or opening up a folder does the same to everything below it.
    private static bool Swallows(Effect effect, string path, string target) =>
        LexicalPath.IsWithin(target, path)
        && (effect.IsRecursive || effect.Kind is EffectKind.Delete)
        && effect.Kind is not EffectKind.Execute;

    private static bool IsHookSetting(Effect effect, string path) =>
        effect.Kind is not (EffectKind.Execute or EffectKind.Network or EffectKind.Upload)
        && path.AsSpan().ContainsAny(Settings)
        && (HookFiles.Any(file => path.EndsWith(file, StringComparison.OrdinalIgnoreCase))
            || HookFolders.Any(folder => path.Contains(folder + "/", StringComparison.OrdinalIgnoreCase) || path.EndsWith(folder, StringComparison.OrdinalIgnoreCase))
            || (effect.Kind is EffectKind.Delete or EffectKind.Weaken or EffectKind.Write && AgentFolders.Any(folder => path.EndsWith(folder, StringComparison.OrdinalIgnoreCase))));

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

    private sealed record HomeDirectories(string Home, string[] Data);
}
