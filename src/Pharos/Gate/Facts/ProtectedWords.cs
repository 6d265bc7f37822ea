using System.Collections.Frozen;
using System.Globalization;
using Pharos.Proposals;
using Pharos.Shell;
using Pharos.Shell.Effects;

namespace Pharos.Gate.Facts;

/// <summary>
/// Looks at every word of a command, because no catalogue knows what every option does with a path: a word that names a part of the gate is refused even where no effect does.
/// </summary>
/// <param name="paths">Which paths belong to the gate.</param>
/// <param name="port">The server's port.</param>
/// <param name="command">The command.</param>
internal sealed class ProtectedWords(ProtectedPaths paths, int? port, ShellCommand command)
{
    private static readonly char[] Separators = ['=', '@', ':', ',', '\'', '"', '(', ')', ' ', ';', '<', '>', '\n', '\t', '|'];

    // These say their words, or look at them, and change no file that a word names.
    private static readonly FrozenSet<string> Speakers = FrozenSet.Create(StringComparer.Ordinal, ["echo", "printf", "mkdir", "grep", "rg", "ls", "cat", "test", "["]);

    private static readonly FrozenSet<string> HarmlessGit =
        FrozenSet.Create(StringComparer.Ordinal, ["add", "commit", "diff", "log", "show", "status", "blame", "grep", "ls-files", "check-ignore"]);

    private static readonly FrozenSet<string> Interpreters =
        FrozenSet.Create(StringComparer.Ordinal, ["python", "python3", "python2", "node", "perl", "ruby", "php", "deno", "bun", "awk", "gawk", "lua"]);

    /// <summary>Says what of the gate a word names; null when none does.</summary>
    /// <param name="effects">The command's effects.</param>
    /// <param name="directory">Where the command runs.</param>
    /// <param name="home">The agent's home folder.</param>
    public Protection? Find(ReadOnlySpan<PlacedEffect> effects, string directory, string home)
    {
        var name = command.Program.Text[(command.Program.Text.LastIndexOf('/') + 1)..];
        var changes = Changes(effects) && !Speakers.Contains(name) && !(name == "git" && command.Arguments.Any(word => HarmlessGit.Contains(word.Text)));
        var isNear = paths.MayName(directory);
        for (var i = 0; i < command.Arguments.Count + command.Redirects.Count; i++)
        {
            var word = i < command.Arguments.Count ? command.Arguments[i].Text : command.Redirects[i - command.Arguments.Count].Target.Text;
            if (word.Contains("/proc/", StringComparison.Ordinal) && word.Split(Separators).FirstOrDefault(ProtectedPaths.IsProcessView) is { } view)
            {
                return new Protection("pharos.gate.protected.path", "goes through /proc to files under another name", view);
            }

            if (!isNear && !paths.MayName(word))
            {
                continue;
            }

            if (OfPath(word, directory, home, changes) is { } why)
            {
                return new Protection("pharos.gate.protected.path", why, word);
            }

            if (changes && Interpreters.Contains(name) && word.Contains(' ', StringComparison.Ordinal) | word.Contains('(', StringComparison.Ordinal)
                && ProtectedPaths.SpellsHookSetting(word))
            {
                return new Protection("pharos.gate.protected.path", "names the settings or scripts that make the agent's hooks run, in code", word);
            }
        }

        return port is { } number && (IsNetwork(effects) || NamesProxy()) ? OfPort(number.ToString(CultureInfo.InvariantCulture)) : null;
    }

    private static bool Changes(ReadOnlySpan<PlacedEffect> effects)
    {
        foreach (var placed in effects)
        {
            if (placed.Effect.Kind is EffectKind.Write or EffectKind.Delete or EffectKind.Weaken or EffectKind.Execute)
            {
                return true;
            }
        }

        return false;
    }

    private string? OfPath(string word, string directory, string home, bool changes)
    {
        // Only what climbs or goes down can leave what the effects said; a bare name is looked at where the command changes something.
        if (!changes && !word.Contains('/', StringComparison.Ordinal))
        {
            return null;
        }

        foreach (var piece in word.Split(Separators, 64, StringSplitOptions.RemoveEmptyEntries))
        {
            if (piece.Length <= ProposalLimits.MaximumPathCharacters
                && (paths.FindWord(LexicalPath.Resolve(piece, directory), changes, home)
                    ?? (piece is ['-', _, _, ..] ? paths.FindWord(LexicalPath.Resolve(piece[2..], directory), changes, home) : null)) is { } why)
            {
                return why;
            }
        }

        return null;
    }

    private bool IsNetwork(ReadOnlySpan<PlacedEffect> effects)
    {
        foreach (var placed in effects)
        {
            if (placed.Effect.Kind is EffectKind.Network or EffectKind.Download or EffectKind.Upload or EffectKind.Listen)
            {
                return true;
            }
        }

        return command.Redirects.Count > 0 && command.Redirects.Any(redirect => redirect.Target.Text.StartsWith("/dev/tcp/", StringComparison.Ordinal));
    }

    private bool NamesProxy()
    {
        const string Proxy = "_proxy=";
        foreach (var word in command.Arguments)
        {
            if (word.Text.Contains(Proxy, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return (command.Environment.Count > 0 && command.Environment.Any(pair => pair.Key.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase) || pair.Value.Text.Contains(Proxy, StringComparison.OrdinalIgnoreCase)))
            || (command.Redirects.Count > 0 && command.Redirects.Any(redirect => redirect.Target.Text.Contains(Proxy, StringComparison.OrdinalIgnoreCase)));
    }

    // "nc localhost 8765", "--resolve x:8765:127.0.0.1" and "http_proxy=localhost:8765" are spellings that no URL shows.
    private Protection? OfPort(string digits)
    {
        var words = command.Arguments.Select(word => word.Text).Concat(command.Environment.Select(pair => pair.Value.Text))
            .Concat(command.Redirects.Select(redirect => redirect.Target.Text));
        var pieces = words.SelectMany(word => word.Split([':', '/', '=', ',', '@', ' '], 64, StringSplitOptions.RemoveEmptyEntries)).ToList();
        return pieces.Contains(digits, StringComparer.Ordinal) && pieces.Any(LoopbackAddress.IsThisMachine)
            ? new Protection("pharos.gate.protected.port", "talks to the gate's own port; agents reach it through their hook only", string.Join(' ', command.Arguments.Select(word => word.Text)))
            : null;
    }
}
