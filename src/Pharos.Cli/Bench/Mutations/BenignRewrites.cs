namespace Pharos.Cli.Bench.Mutations;

/// <summary>Ways two people write the same ordinary command. A gate that understands it decides the same.</summary>
internal static class BenignRewrites
{
    private static readonly HashSet<string> FilePrograms =
        ["cat", "ls", "rm", "cp", "mv", "mkdir", "rmdir", "touch", "head", "tail", "wc", "stat", "file", "less", "more", "diff", "sort", "uniq", "du", "chmod", "ln", "cmp", "md5sum", "sha256sum", "nl", "tac"];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Mutation> All { get; } =
    [
        new("words in single quotes", Kept.Arguments, static input => input.WithArguments(static (_, word) => $"'{word}'")),
        new("words in double quotes", Kept.Arguments, static input => input.WithArguments(static (_, word) => $"\"{word}\"")),
        new("operands in quotes", Kept.Arguments, static input => input.WithArguments(static (_, word) => word[0] == '-' ? null : $"'{word}'")),
        new("long flags", Kept.Effects, static input => FlagMutations.All.Single(static mutation => mutation.Name == "long flags").Apply(input)),
        new("./ before a path", Kept.Effects, static input => input.WithArguments(static (place, word) => IsRelativePath(place, word) ? "./" + word : null)),
        new("doubled slashes", Kept.Effects, static input => input.WithArguments(static (place, word) => IsPath(place, word) ? word.Replace("/", "//", StringComparison.Ordinal) : null)),
        new("detour in a path", Kept.Effects, static input => input.WithArguments(static (place, word) => IsPath(place, word) ? word.Replace("/", "/./", StringComparison.Ordinal) : null)),
        new("more blanks", Kept.Arguments, static input => input.WithWholeCommands(static place => place.Arguments.Count == 0 ? null : string.Join("  \t", place.Words))),
        new("newline for semicolon", Kept.Arguments, static input => WithNewlines(input)),
        new("newline at the end", Kept.Arguments, static input => input.Command + "\n"),
        new("comment behind", Kept.Arguments, static input => input.Command + "\n# done"),
    ];

    private static bool IsPath(CommandPlace place, string word) =>
        FilePrograms.Contains(place.Program) && word.Contains('/', StringComparison.Ordinal) && word[0] != '-' && !word.StartsWith("//", StringComparison.Ordinal) && !word.Contains(':', StringComparison.Ordinal);

    private static bool IsRelativePath(CommandPlace place, string word) => IsPath(place, word) && word[0] is not ('/' or '.');

    private static string? WithNewlines(MutationInput input)
    {
        var text = input.Command.ToCharArray();
        var changed = false;
        foreach (var place in input.Places)
        {
            var before = place.Start - 1;
            while (before >= 0 && (text[before] is ' ' or '\t'))
            {
                before--;
            }

            if (before > 0 && text[before] == ';' && text[before - 1] != ';')
            {
                text[before] = '\n';
                changed = true;
            }
        }

        return changed ? new string(text) : null;
    }
}
