using System.Globalization;

namespace Pharos.Cli.Bench.Mutations;

/// <summary>The same names, written with other signs that the shell takes away again.</summary>
internal static class QuotingMutations
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Mutation> All { get; } =
    [
        new("empty quotes", Kept.Arguments, static input => input.WithPrograms(place => Split(input, place.Program, "''"))),
        new("empty double quotes", Kept.Arguments, static input => input.WithPrograms(place => Split(input, place.Program, "\"\""))),
        new("quoted part", Kept.Arguments, static input => input.WithPrograms(place => Cut(input, place.Program) is { } cut ? $"{cut.Left}\"{cut.Right}\"" : null)),
        new("quoted name", Kept.Arguments, static input => input.WithPrograms(static place => $"'{place.Program}'")),
        new("backslash", Kept.Arguments, static input => input.WithPrograms(place => Split(input, place.Program, "\\"))),
        new("backslash in front", Kept.Arguments, static input => input.WithPrograms(static place => "\\" + place.Program)),
        new("hex escapes", Kept.Arguments, static input => input.WithPrograms(static place => $"$'{ShellText.HexEscapes(place.Program)}'")),
        new("octal escapes", Kept.Arguments, static input => input.WithPrograms(static place => $"$'{ShellText.OctalEscapes(place.Program)}'")),
        new("unicode escapes", Kept.Arguments, static input => input.WithPrograms(static place => $"$'{string.Concat(place.Program.Select(static sign => "\\u" + ((int)sign).ToString("x4", CultureInfo.InvariantCulture)))}'")),
        new("quoted arguments", Kept.Arguments, static input => input.WithArguments((_, word) => Split(input, word, "''"))),
        new("hex arguments", Kept.Arguments, static input => input.WithArguments(static (_, word) => $"$'{ShellText.HexEscapes(word)}'")),
        new("line continuation", Kept.Arguments, static input => input.WithPrograms(place => Split(input, place.Program, "\\\n"))),
        new("continued arguments", Kept.Arguments, static input => input.WithArguments((_, word) => Split(input, word, "\\\n"))),
    ];

    private static string? Split(MutationInput input, string word, string between) => Cut(input, word) is { } cut ? cut.Left + between + cut.Right : null;

    private static (string Left, string Right)? Cut(MutationInput input, string word)
    {
        if (word.Length < 2)
        {
            return null;
        }

        var at = input.Random.Next(1, word.Length);
        return (word[..at], word[at..]);
    }
}
