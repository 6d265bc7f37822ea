using System.Buffers;

namespace Pharos.Shell.Effects.Programs;

/// <summary>Knows the commands whose output is nothing but paths, and the filters that only leave some of them out.</summary>
internal static class PrintedPaths
{
    /// <summary>The letters of <c>grep</c> that change which lines are printed, and not what.</summary>
    private static readonly SearchValues<char> FilterLetters = SearchValues.Create("ivEFGPwx");

    /// <summary>The letters of <c>ls</c> that leave its lines bare names.</summary>
    private static readonly SearchValues<char> NameLetters = SearchValues.Create("1aAdtrScU");

    /// <summary>Patterns that hold everything the command prints; null when it may print other text.</summary>
    /// <param name="command">A command whose words are all known.</param>
    /// <param name="sifted">What filters behind it leave.</param>
    public static IReadOnlyList<ShellWord>? Of(ShellCommand command, Selection sifted) => command.Program.Text switch
    {
        "find" or "gfind" => Found(command, sifted),
        "ls" => Listed(command, sifted),
        "git" => command.Arguments is [{ Text: "ls-files" }, ..] or [{ Text: "diff" }, { Text: "--name-only" }, ..] ? [Below(".", command, Max(Selection.Some, sifted))] : null,
        "grep" or "rg" or "ag" or "egrep" or "fgrep" => Matching(command, sifted),
        "fd" or "fdfind" => command.Arguments.All(static word => word.Text is not ("-x" or "-X" or "--exec" or "--exec-batch" or "-l") && !word.Text.StartsWith("--", StringComparison.Ordinal) && !word.Text.StartsWith('/') && !word.Text.Contains("..", StringComparison.Ordinal))
            ? [Below(".", command, sifted)] : null,
        _ => null,
    };

    /// <summary>What a filter leaves of the lines it is given; null for one that may change them.</summary>
    public static Selection? Sifts(ShellCommand command)
    {
        var words = command.Arguments;
        return command.Program.Text switch
        {
            "sort" or "tac" or "shuf" => words.All(static word => word.Text.StartsWith('-') && !word.Text.StartsWith("-o", StringComparison.Ordinal) && !word.Text.StartsWith("--", StringComparison.Ordinal)) ? Selection.All : null,
            "uniq" => words.Count == 0 ? Selection.All : null,
            "head" or "tail" => words.All(static word => word.Text.StartsWith('-') || word.Text.All(char.IsAsciiDigit)) ? Selection.Some : null,
            "grep" or "egrep" or "fgrep" => Greps(words) ? Selection.Some : null,
            _ => null,
        };
    }

    private static bool Greps(IReadOnlyList<ShellWord> words)
    {
        var operands = 0;
        foreach (var word in words)
        {
            if (!word.Text.StartsWith('-'))
            {
                operands++;
            }
            else if (word.Text is not ("--invert-match" or "--ignore-case" or "--extended-regexp" or "--fixed-strings" or "--basic-regexp" or "--perl-regexp" or "--word-regexp" or "--line-regexp")
                && word.Text.AsSpan(1).ContainsAnyExcept(FilterLetters))
            {
                // -o prints parts, -c counts, -n and -H put something before: none of that is a path any more.
                return false;
            }
        }

        return operands == 1;
    }

    private static IReadOnlyList<ShellWord>? Found(ShellCommand command, Selection sifted)
    {
        var starts = new List<ShellWord>();
        var tests = new FindTests();
        var at = 0;
        for (; at < command.Arguments.Count && !command.Arguments[at].Text.StartsWith('-') && command.Arguments[at].Text is not ("(" or "!" or "\\("); at++)
        {
            starts.Add(command.Arguments[at]);
        }

        for (; at < command.Arguments.Count; at++)
        {
            if (command.Arguments[at].Text is "-printf" or "-ls" or "-exec" or "-execdir" or "-ok" or "-okdir" or "-files0-from" or "-L" or "-follow")
            {
                return null;
            }

            tests.See(command.Arguments, at);
        }

        var selection = Max(tests.Selection, sifted);
        return starts.Count == 0 ? [Below(".", command, selection)] : [.. starts.Select(start => Below(start.Text, command, selection))];
    }

    private static IReadOnlyList<ShellWord>? Listed(ShellCommand command, Selection sifted)
    {
        var patterns = new List<ShellWord>();
        foreach (var word in command.Arguments)
        {
            if (word.IsGlob)
            {
                patterns.Add(word with { Selection = Max(word.Selection ?? Selections.OfPattern(word.Text), sifted) });
            }
            else if (!word.Text.StartsWith('-') || word.Text.AsSpan(1).ContainsAnyExcept(NameLetters))
            {
                return null;
            }
        }

        return patterns.Count == 0 ? [Below(".", command, sifted)] : patterns;
    }

    private static IReadOnlyList<ShellWord>? Matching(ShellCommand command, Selection sifted)
    {
        var listsFiles = command.Arguments.Any(static word => word.Text.StartsWith('-') && !word.Text.StartsWith("--", StringComparison.Ordinal) && word.Text.AsSpan().ContainsAny("lL") || word.Text is "--files-with-matches" or "--files-without-match");
        var places = command.Arguments.Where(static word => !word.Text.StartsWith('-')).Skip(1).ToArray();
        return !listsFiles ? null
            : places.Length == 0 ? [Below(".", command, Max(Selection.Some, sifted))]
            : [.. places.Select(place => place.IsGlob ? place with { Selection = Max(Selection.Some, sifted) } : Below(place.Text, command, Max(Selection.Some, sifted)))];
    }

    private static ShellWord Below(string folder, ShellCommand command, Selection selection)
    {
        var pattern = folder.TrimEnd('/') + "/*";
        return new ShellWord(pattern, false, pattern[..^1], true, command.Span) { Selection = selection };
    }

    private static Selection Max(Selection left, Selection right) => left > right ? left : right;
}
