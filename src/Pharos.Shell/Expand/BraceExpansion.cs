using System.Globalization;
using Pharos.Shell.Syntax;

namespace Pharos.Shell.Expand;

/// <summary>Expands <c>{a,b}</c> and <c>{1..9}</c> before anything else is expanded.</summary>
internal static class BraceExpansion
{
    private const int MaximumNesting = 32;

    /// <summary>The words that one word stands for, or null when they are more than <paramref name="limit"/> or nested too deep.</summary>
    public static List<List<WordPart>>? Expand(WordNode word, int limit)
    {
        var atoms = new List<Atom>();
        foreach (var part in word.Parts)
        {
            if (part is LiteralPart { Quoted: false } literal)
            {
                foreach (var c in literal.Text)
                {
                    atoms.Add(new Atom(c, part));
                }
            }
            else
            {
                atoms.Add(new Atom('\0', part));
            }
        }

        var matches = Match(atoms);
        var results = Expand(atoms, matches, 0, atoms.Count, limit, 0);
        return results?.ConvertAll(Parts);
    }

    private static int[] Match(List<Atom> atoms)
    {
        var matches = new int[atoms.Count];
        var open = new Stack<int>();
        for (var i = 0; i < atoms.Count; i++)
        {
            // The last dollar sign of "$$" and the brace after it are taken for the beginning of a parameter.
            if (atoms[i].Character == '{' && !(i > 0 && atoms[i - 1].Part is ParameterPart { Name: "$", IsBraced: false }))
            {
                open.Push(i);
            }
            else if (atoms[i].Character == '}' && open.TryPop(out var start))
            {
                matches[start] = i;
            }
        }

        return matches;
    }

    private static List<List<Atom>>? Expand(List<Atom> atoms, int[] matches, int from, int to, int limit, int nesting)
    {
        if (nesting > MaximumNesting)
        {
            return null;
        }

        var results = new List<List<Atom>> { new() };
        for (var i = from; i < to; i++)
        {
            if (atoms[i].Character == '{' && matches[i] > i)
            {
                var alternatives = Alternatives(atoms, matches, i + 1, matches[i], limit, nesting, out var tooMany);
                if (tooMany)
                {
                    return null;
                }

                if (alternatives is not null)
                {
                    if ((long)results.Count * alternatives.Count > limit)
                    {
                        return null;
                    }

                    var crossed = new List<List<Atom>>(results.Count * alternatives.Count);
                    foreach (var left in results)
                    {
                        foreach (var right in alternatives)
                        {
                            crossed.Add([.. left, .. right]);
                        }
                    }

                    results = crossed;
                    i = matches[i];
                    continue;
                }
            }

            foreach (var result in results)
            {
                result.Add(atoms[i]);
            }
        }

        return results;
    }

    private static List<List<Atom>>? Alternatives(List<Atom> atoms, int[] matches, int from, int to, int limit, int nesting, out bool tooMany)
    {
        tooMany = false;
        var starts = new List<int> { from };
        for (var i = from; i < to; i++)
        {
            if (atoms[i].Character == '{' && matches[i] > i && matches[i] < to)
            {
                i = matches[i];
            }
            else if (atoms[i].Character == ',')
            {
                starts.Add(i + 1);
            }
        }

        if (starts.Count == 1)
        {
            return Sequence(atoms, from, to, limit, out tooMany);
        }

        starts.Add(to + 1);
        var all = new List<List<Atom>>();
        for (var i = 0; i + 1 < starts.Count; i++)
        {
            var inner = Expand(atoms, matches, starts[i], starts[i + 1] - 1, limit, nesting + 1);
            if (inner is null || all.Count + inner.Count > limit)
            {
                tooMany = true;
                return null;
            }

            all.AddRange(inner);
        }

        return all;
    }

    private static List<List<Atom>>? Sequence(List<Atom> atoms, int from, int to, int limit, out bool tooMany)
    {
        tooMany = false;
        if (to - from is < 4 or > 64)
        {
            return null;
        }

        var text = string.Concat(atoms.GetRange(from, to - from).Select(atom => atom.Character));
        var pieces = text.Split("..");
        if (pieces.Length is not (2 or 3))
        {
            return null;
        }

        long step = 1;
        if (pieces.Length == 3 && !long.TryParse(pieces[2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out step))
        {
            return null;
        }

        var letters = pieces[0].Length == 1 && pieces[1].Length == 1 && char.IsAsciiLetter(pieces[0][0]) && char.IsAsciiLetter(pieces[1][0]);
        long first = letters ? pieces[0][0] : 0;
        long last = letters ? pieces[1][0] : 0;
        if (!letters && !(int.TryParse(pieces[0], CultureInfo.InvariantCulture, out var low) && int.TryParse(pieces[1], CultureInfo.InvariantCulture, out var high)
            && (first = low) == low && (last = high) == high))
        {
            return null;
        }

        step = Math.Abs(step) is 0 ? 1 : Math.Min(Math.Abs(step), int.MaxValue);
        if ((Math.Abs(last - first) / step) + 1 > limit)
        {
            tooMany = true;
            return null;
        }

        var padded = pieces[0].TrimStart('-') is ['0', _, ..] || pieces[1].TrimStart('-') is ['0', _, ..] ? Math.Max(pieces[0].Length, pieces[1].Length) : 0;
        var results = new List<List<Atom>>();
        for (var value = first; first <= last ? value <= last : value >= last; value += first <= last ? step : -step)
        {
            var item = letters ? ((char)value).ToString() : value.ToString(CultureInfo.InvariantCulture).PadLeft(padded, '0');
            results.Add([new Atom('\0', new LiteralPart(item, atoms[from].Part.Span, true))]);
        }

        return results;
    }

    private static List<WordPart> Parts(List<Atom> atoms)
    {
        var parts = new List<WordPart>();
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < atoms.Count; i++)
        {
            if (atoms[i].Character != '\0')
            {
                text.Append(atoms[i].Character);
            }

            if (text.Length > 0 && (i + 1 == atoms.Count || atoms[i + 1].Character == '\0' || atoms[i].Character == '\0'))
            {
                parts.Add(new LiteralPart(text.ToString(), atoms[i].Part.Span, false));
                text.Clear();
            }

            if (atoms[i].Character == '\0')
            {
                parts.Add(atoms[i].Part);
            }
        }

        return parts;
    }

    private readonly record struct Atom(char Character, WordPart Part);
}
