using System.Text;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>
/// Whether some text that is not empty matches both of two simple patterns of characters, dots and sets, each alone, starred or plussed.
/// Both are walked at once, each pair of places at most once, so no pair of patterns takes more than the product of their lengths.
/// </summary>
internal static class GlobIntersection
{
    private const int MaxPlaces = 4_000_000;

    internal static RegoValue? Overlap(BuiltinContext context, string left, string right)
    {
        if (Read(left, out string? error) is not { } first || Read(right, out error) is not { } second)
        {
            return context.Failure(error!);
        }

        return (long)(first.Count + 1) * (second.Count + 1) > MaxPlaces
            ? context.LimitReached("the patterns are too long to be compared")
            : RegoBoolean.Of(Meet(first, second));
    }

    private static bool Meet(List<Token> first, List<Token> second)
    {
        int width = second.Count + 1;
        int places = (first.Count + 1) * width;
        // The second half of the places are those reached after at least one character.
        var seen = new bool[2 * places];
        var open = new Stack<int>();
        void Reach(int place)
        {
            if (!seen[place])
            {
                seen[place] = true;
                open.Push(place);
            }
        }

        Reach(0);
        while (open.TryPop(out int place))
        {
            int consumed = place >= places ? places : 0;
            int i = (place - consumed) / width;
            int j = (place - consumed) % width;
            bool hasFirst = i < first.Count;
            bool hasSecond = j < second.Count;
            if (hasFirst && first[i].IsStar)
            {
                Reach(consumed + ((i + 1) * width) + j);
            }

            if (hasSecond && second[j].IsStar)
            {
                Reach(consumed + (i * width) + j + 1);
            }

            if (hasFirst && hasSecond && first[i].Points.Intersects(second[j].Points))
            {
                Reach(places + ((first[i].IsStar ? i : i + 1) * width) + (second[j].IsStar ? j : j + 1));
            }
        }

        return seen[^1];
    }

    private static List<Token>? Read(string text, out string? error)
    {
        int[] runes = [.. text.EnumerateRunes().Select(static r => r.Value)];
        var tokens = new List<Token>();
        int at = 0;
        error = null;
        while (at < runes.Length)
        {
            CodePoints? points = ReadPoints(runes, ref at, out string? problem);
            if (points is null)
            {
                error = $"input:{text}, pos:{at}, {problem}: the input provided is invalid";
                return null;
            }

            char flag = at < runes.Length && runes[at] is '*' or '+' ? (char)runes[at++] : ' ';
            if (flag == '+')
            {
                tokens.Add(new Token(points, IsStar: false));
            }

            tokens.Add(new Token(points, IsStar: flag != ' '));
        }

        return tokens;
    }

    private static CodePoints? ReadPoints(int[] runes, ref int at, out string? problem)
    {
        problem = null;
        if (!TryRune(runes, ref at, out int rune, out bool escaped, out problem))
        {
            return null;
        }

        switch (escaped ? 'x' : rune)
        {
            case '.':
                return new CodePoints().Add(0, 0x10ffff);
            case '[':
                return ReadSet(runes, ref at, out problem);
            case ']':
                problem = "set-close ']' with no preceding '['";
                return null;
            case '*' or '+':
                problem = $"flag '{(char)rune}' must be preceded by a non-flag";
                return null;
            default:
                return new CodePoints().Add(rune, rune);
        }
    }

    private static CodePoints? ReadSet(int[] runes, ref int at, out string? problem)
    {
        var points = new CodePoints();
        int previous = -1;
        while (at < runes.Length)
        {
            if (!TryRune(runes, ref at, out int rune, out bool escaped, out problem))
            {
                return null;
            }

            if (!escaped && rune == ']')
            {
                return points;
            }

            if (escaped || rune != '-')
            {
                points.Add(rune, rune);
                previous = rune;
                continue;
            }

            problem = previous < 0 ? "range character '-' must be preceded by a Unicode character"
                : at >= runes.Length - 1 ? "range character '-' must be followed by a Unicode character"
                : null;
            if (problem is not null || !TryRune(runes, ref at, out rune, out escaped, out problem))
            {
                return null;
            }

            problem = !escaped && rune is ']' or '-' ? "range character '-' cannot be followed by a special symbol"
                : rune < previous ? $"range is out of order: '{new Rune(rune)}' comes before '{new Rune(previous)}' in Unicode"
                : null;
            if (problem is not null)
            {
                return null;
            }

            points.Add(previous, rune);
            previous = -1;
        }

        problem = "found [ without matching ]";
        return null;
    }

    private static bool TryRune(int[] runes, ref int at, out int rune, out bool escaped, out string? problem)
    {
        escaped = runes[at] == '\\';
        rune = runes[at];
        problem = escaped && at == runes.Length - 1 ? "input ends with a \\ (escape) character" : null;
        if (problem is not null)
        {
            return false;
        }

        rune = runes[escaped ? at + 1 : at];
        at += escaped ? 2 : 1;
        return true;
    }

    private readonly record struct Token(CodePoints Points, bool IsStar);
}
