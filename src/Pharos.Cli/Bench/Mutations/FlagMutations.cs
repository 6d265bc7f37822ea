namespace Pharos.Cli.Bench.Mutations;

/// <summary>The same flags in another order or spelling.</summary>
internal static class FlagMutations
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Mutation> All { get; } =
    [
        new("flags backwards", Kept.Effects, static input => input.WithArguments(static (place, word) => Letters(place, word) is { Length: > 1 } letters ? "-" + string.Concat(letters.Reverse()) : null)),
        new("flags one by one", Kept.Effects, static input => input.WithArguments(static (place, word) => Letters(place, word) is { Length: > 1 } letters ? string.Join(' ', letters.Select(static letter => $"-{letter}")) : null)),
        new("long flags", Kept.Effects, static input => input.WithArguments(static (place, word) => Spell(place, word, static name => name))),
        new("abbreviated long flags", Kept.Effects, static input => input.WithArguments(static (place, word) => LongFlags.Abbreviates(place.Program) ? Spell(place, word, name => LongFlags.Abbreviate(place.Program, name)) : null)),
        new("flags last", Kept.Effects, static input => input.WithWholeCommands(static place => Last(place))),
    ];

    private static string? Letters(CommandPlace place, string word) =>
        word.Length > 1 && word[0] == '-' && word[1] != '-' && word.Skip(1).All(letter => LongFlags.Of(place.Program, letter) is not null) ? word[1..] : null;

    private static string? Spell(CommandPlace place, string word, Func<string, string> name) =>
        Letters(place, word) is { } letters ? string.Join(' ', letters.Select(letter => "--" + name(LongFlags.Of(place.Program, letter)!))) : null;

    private static string? Last(CommandPlace place)
    {
        var flags = place.Arguments.Where(argument => Letters(place, argument.Text) is not null).Select(argument => argument.Text).ToList();
        var others = place.Arguments.Select(argument => argument.Text).Except(flags).ToList();
        return flags.Count == 0 || others.Count == 0 || others.Any(static other => other.StartsWith('-')) || !LongFlags.Abbreviates(place.Program)
            ? null
            : string.Join(' ', [place.Program, .. others, .. flags]);
    }
}
