namespace Pharos.Cli.Bench.Mutations;

/// <summary>Signs that a person does not see or takes for others. Bash runs another program or none; a gate must not take it for a harmless one.</summary>
internal static class CharacterMutations
{
    private static readonly Dictionary<char, char> LookAlikes = new()
    {
        ['a'] = 'а', ['c'] = 'с', ['e'] = 'е', ['o'] = 'о', ['p'] = 'р', ['x'] = 'х', ['y'] = 'у', ['s'] = 'ѕ', ['i'] = 'і', ['j'] = 'ј', ['d'] = 'ԁ', ['h'] = 'һ',
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Mutation> All { get; } =
    [
        new("look-alike letter", Kept.Appearance, static input => input.WithPrograms(static place => LookAlike(place.Program))),
        new("full-width letters", Kept.Appearance, static input => input.WithPrograms(static place => FullWidth(place.Program))),
        new("zero-width space", Kept.Appearance, static input => Insert(input, "\u200b")),
        new("zero-width joiner", Kept.Appearance, static input => Insert(input, "\u200d")),
        new("soft hyphen", Kept.Appearance, static input => Insert(input, "\u00ad")),
        new("no-break space", Kept.Appearance, static input => input.WithWholeCommands(static place => place.Arguments.Count == 0 ? null : string.Join('\u00a0', place.Words))),
        new("right-to-left override", Kept.Appearance, static input => input.WithPrograms(static place => $"\u202e{string.Concat(place.Program.Reverse())}\u202c")),
        new("tag letters behind", Kept.Appearance, static input => input.Command + "\U000E0072\U000E006D"),
    ];

    private static string? LookAlike(string program)
    {
        var at = program.IndexOfAny([.. LookAlikes.Keys]);
        return at < 0 ? null : string.Concat(program.AsSpan(0, at), [LookAlikes[program[at]]], program.AsSpan(at + 1));
    }

    private static string FullWidth(string program) => string.Concat(program.Select(static sign => char.IsAsciiLetter(sign) ? (char)(sign - 'a' + 'ａ') : sign));

    private static string? Insert(MutationInput input, string sign) =>
        input.WithPrograms(place => place.Program.Length < 2 ? null : place.Program.Insert(input.Random.Next(1, place.Program.Length), sign));
}
