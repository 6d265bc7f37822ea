using Pharos.Shell;

namespace Pharos.Cli.Bench.Mutations;

/// <summary>Finds the commands of a text that are plain enough to be rewritten without changing what they mean.</summary>
internal static class CommandPlaces
{
    private static readonly ShellAnalyzer Analyzer = new();

    /// <summary>The places, in their order; none where a text may mean something else than it seems to.</summary>
    public static IReadOnlyList<CommandPlace> Find(string text)
    {
        // Inside backquotes quotes mean something else, and a function may be called like a program.
        if (text.Contains('`', StringComparison.Ordinal) || text.Contains("()", StringComparison.Ordinal) || text.Contains("function ", StringComparison.Ordinal))
        {
            return [];
        }

        var analysis = Analyzer.Analyze(text, new ShellContext("/workspace", "/home/dev", "dev", Pharos.Gate.Facts.UnknownDisk.Instance));
        return
        [
            .. analysis.Commands
                .Where(command => command.Parent is null && command.Span.Start >= 0 && IsPlain(command.Program.Text) && StandsAt(text, command.Span.Start, command.Program.Text))
                .DistinctBy(command => command.Span.Start)
                .OrderBy(command => command.Span.Start)
                .Select(command => PlaceOf(text, command.Span.Start, command.Program.Text)),
        ];
    }

    private static bool StandsAt(string text, int start, string program) =>
        string.CompareOrdinal(text, start, program, 0, program.Length) == 0
        && (start == 0 || text[start - 1] is ' ' or '\t' or '\n' or ';' or '&' or '|' or '(' or '!')
        && IsBoundary(text, start + program.Length);

    private static CommandPlace PlaceOf(string text, int start, string program)
    {
        var arguments = new List<WordPlace>();
        var end = start + program.Length;
        var at = SkipBlanks(text, end);
        while (at < text.Length && IsPlain(text[at]))
        {
            var from = at;
            while (at < text.Length && IsPlain(text[at]))
            {
                at++;
            }

            // "2>" is no argument and neither is the first part of "a$b".
            if (!IsBoundary(text, at))
            {
                return new CommandPlace(start, program, arguments, end, IsWhole: false);
            }

            arguments.Add(new WordPlace(from, text[from..at]));
            end = at;
            at = SkipBlanks(text, at);
        }

        var isWhole = at >= text.Length || text[at] is ';' or '\n' || (text[at] is '&' or '|' && (at + 1 >= text.Length || text[at + 1] is not '>'));
        return new CommandPlace(start, program, arguments, end, isWhole);
    }

    private static int SkipBlanks(string text, int at)
    {
        while (at < text.Length && (text[at] is ' ' or '\t'))
        {
            at++;
        }

        return at;
    }

    private static bool IsBoundary(string text, int at) => at >= text.Length || text[at] is ' ' or '\t' or '\n' or ';' or '&' or '|' or ')';

    private static bool IsPlain(string word) => word.Length > 0 && word.All(IsPlain);

    private static bool IsPlain(char sign) => char.IsAsciiLetterOrDigit(sign) || sign is '_' or '.' or '/' or ':' or '=' or '@' or '%' or '+' or ',' or '-';
}
