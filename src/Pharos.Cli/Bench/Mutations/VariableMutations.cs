namespace Pharos.Cli.Bench.Mutations;

/// <summary>Names and whole commands that are put together from variables and expansions.</summary>
internal static class VariableMutations
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Mutation> All { get; } =
    [
        new("name in a variable", Kept.Arguments, static input => Assigned(input, static (name, program) => ($"{name}={program}", $"${name}"))),
        new("name in two variables", Kept.Arguments, static input => Assigned(input, static (name, program) => program.Length < 2 ? null : ($"{name}a={program[..1]}; {name}b={program[1..]}", $"${{{name}a}}${{{name}b}}"))),
        new("name in capitals", Kept.Arguments, static input => Assigned(input, static (name, program) => program.Any(char.IsAsciiLetterUpper) ? null : ($"{name}={program.ToUpperInvariant()}", $"${{{name},,}}"))),
        new("name with a part to remove", Kept.Arguments, static input => Assigned(input, static (name, program) => ($"{name}={program[..1]}@@{program[1..]}", $"${{{name}/@@/}}"))),
        new("name cut from a longer one", Kept.Arguments, static input => Assigned(input, static (name, program) => ($"{name}=xx{program}yy", $"${{{name}:2:{program.Length}}}"))),
        new("printf into a variable", Kept.Arguments, static input => Assigned(input, static (name, program) => ($"printf -v {name} '{ShellText.OctalEscapes(program)}'", $"${name}"))),
        new("arithmetic and printf", Kept.Arguments, static input => Assigned(input, static (name, program) => ($"{name}=$({string.Join("; ", program.Select(static sign => $"printf \"\\\\$(printf %o $(({sign / 7}*7+{sign % 7})))\""))})", $"${name}"))),
        new("unset variable inside", Kept.Arguments, static input => Inside(input, $"${{{input.FreshName()}}}")),
        new("$@ inside", Kept.Arguments, static input => input.Command.Contains("set --", StringComparison.Ordinal) ? null : Inside(input, "$@")),
        new("default of an unset variable", Kept.Arguments, static input => input.WithPrograms(place => $"${{{input.FreshName()}:-{place.Program}}}")),
        new("$IFS between words", Kept.Arguments, static input => input.WithWholeCommands(static place => place.Arguments.Count == 0 || place.Words.Any(static word => word.Contains('=', StringComparison.Ordinal)) ? null : string.Join("${IFS}", place.Words))),
        new("braces", Kept.Arguments, static input => input.WithWholeCommands(static place => place.Arguments.Count == 0 || place.Words.Any(static word => word.Contains(',', StringComparison.Ordinal)) ? null : $"{{{string.Join(',', place.Words)}}}")),
        new("array", Kept.Arguments, static input => Named(input, static (name, place) => $"{name}=({string.Join(' ', place.Words)}); \"${{{name}[@]}}\"")),
        new("positional parameters", Kept.Arguments, static input => input.WithWholeCommands(static place => $"{{ set -- {string.Join(' ', place.Words)}; \"$@\"; }}")),
        new("read into a variable", Kept.Arguments, static input => Named(input, static (name, place) => $"read -r {name} <<< '{string.Join(' ', place.Words)}'; ${name}")),
        new("words from a substitution", Kept.Arguments, static input => input.WithWholeCommands(static place => $"$(printf '%s ' {string.Join(' ', place.Words)})")),
        new("name from a substitution", Kept.Arguments, static input => input.WithPrograms(static place => $"$(echo {place.Program})")),
    ];

    private static string? Assigned(MutationInput input, Func<string, string, (string Assignment, string Word)?> write)
    {
        var assignments = new List<string>();
        var text = input.WithPrograms(place =>
        {
            if (write(input.FreshName() + assignments.Count, place.Program) is not { } written)
            {
                return null;
            }

            assignments.Add(written.Assignment);
            return written.Word;
        });
        return text is null ? null : string.Join('\n', assignments) + "\n" + text;
    }

    private static string? Inside(MutationInput input, string expansion) =>
        input.WithPrograms(place => place.Program.Length < 2 ? null : place.Program.Insert(input.Random.Next(1, place.Program.Length), expansion));

    // A command that stands behind "&&" or in a pipe has to stay one command.
    private static string? Named(MutationInput input, Func<string, CommandPlace, string> write) =>
        input.WithWholeCommands(place => $"{{ {write(input.FreshName(), place)}; }}");
}
