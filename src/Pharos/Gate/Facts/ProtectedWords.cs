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
/// <param name="facts">Everything the proposal would do.</param>
internal sealed class ProtectedWords(ProtectedPaths paths, int? port, ShellCommand command, ProposalFacts facts)
{
    private static readonly char[] Separators = ['=', '@', ':', ',', '\'', '"', '(', ')', ' ', ';', '<', '>', '\n', '\t', '|'];

    // These say their words, or look at them, and change no file that a word names.
    private static readonly FrozenSet<string> Speakers = FrozenSet.Create(StringComparer.Ordinal, ["echo", "printf", "mkdir", "grep", "rg", "ls", "cat", "test", "["]);

    private static readonly FrozenSet<string> HarmlessGit =
        FrozenSet.Create(StringComparer.Ordinal, ["add", "commit", "diff", "log", "show", "status", "blame", "grep", "ls-files", "check-ignore"]);

    private static readonly FrozenSet<string> Interpreters =
        FrozenSet.Create(StringComparer.Ordinal, ["python", "python3", "python2", "node", "perl", "ruby", "php", "deno", "bun", "awk", "gawk", "lua"]);

    /// <summary>Says what of the gate a word names; null when none does.</summary>
    /// <param name="directory">Where the command runs.</param>
    /// <param name="home">The agent's home folder.</param>
    public Protection? Find(string directory, string home)
    {
        var effects = facts.Effects.Where(e => e.Effect.Command == command.Index).Select(e => e.Effect).ToList();
        var name = command.Program.Text[(command.Program.Text.LastIndexOf('/') + 1)..];
        var changes = !Speakers.Contains(name) && !(name == "git" && command.Arguments.Any(word => HarmlessGit.Contains(word.Text)))
            && effects.Any(e => e.Kind is EffectKind.Write or EffectKind.Delete or EffectKind.Weaken or EffectKind.Execute);
        foreach (var word in command.Arguments.Concat(command.Redirects.Select(redirect => redirect.Target)))
        {
            if (word.Text.Split(Separators).FirstOrDefault(ProtectedPaths.IsProcessView) is { } view)
            {
                return new Protection("pharos.gate.protected.path", "goes through /proc to files under another name", view);
            }

            if (OfPath(word.Text, directory, home, changes) is { } why)
            {
                return new Protection("pharos.gate.protected.path", why, word.Text);
            }

            if (changes && Interpreters.Contains(name) && word.Text.Contains(' ', StringComparison.Ordinal) | word.Text.Contains('(', StringComparison.Ordinal)
                && ProtectedPaths.SpellsHookSetting(word.Text))
            {
                return new Protection("pharos.gate.protected.path", "names the settings or scripts that make the agent's hooks run, in code", word.Text);
            }
        }

        return port is { } number ? OfPort(number.ToString(CultureInfo.InvariantCulture), effects) : null;
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

    // "nc localhost 8765", "--resolve x:8765:127.0.0.1" and "http_proxy=localhost:8765" are spellings that no URL shows.
    private Protection? OfPort(string digits, List<Effect> effects)
    {
        var words = command.Arguments.Select(word => word.Text).Concat(command.Environment.Select(pair => pair.Value.Text))
            .Concat(command.Redirects.Select(redirect => redirect.Target.Text)).ToList();
        var isNetwork = effects.Any(e => e.Kind is EffectKind.Network or EffectKind.Download or EffectKind.Upload or EffectKind.Listen)
            || command.Redirects.Any(redirect => redirect.Target.Text.StartsWith("/dev/tcp/", StringComparison.Ordinal));
        var isProxy = command.Environment.Any(pair => pair.Key.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase))
            || words.Any(word => word.Contains("_proxy=", StringComparison.OrdinalIgnoreCase));
        if (!isNetwork && !isProxy)
        {
            return null;
        }

        var pieces = words.SelectMany(word => word.Split([':', '/', '=', ',', '@', ' '], 64, StringSplitOptions.RemoveEmptyEntries)).ToList();
        return pieces.Contains(digits, StringComparer.Ordinal) && pieces.Any(LoopbackAddress.IsThisMachine)
            ? new Protection("pharos.gate.protected.port", "talks to the gate's own port; agents reach it through their hook only", string.Join(' ', command.Arguments.Select(word => word.Text)))
            : null;
    }
}
