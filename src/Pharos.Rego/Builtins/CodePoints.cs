using System.Globalization;
using System.Text;

namespace Pharos.Rego.Builtins;

/// <summary>A set of code points as sorted ranges, which can be written as a .NET regular expression over UTF-16 units.</summary>
internal sealed class CodePoints
{
    private readonly List<(int First, int Last)> _ranges = [];

    internal CodePoints Add(int first, int last)
    {
        _ranges.Add((first, last));
        return this;
    }

    internal CodePoints Add(CodePoints other)
    {
        _ranges.AddRange(other._ranges);
        return this;
    }

    internal CodePoints Negated()
    {
        var result = new CodePoints();
        int next = 0;
        foreach ((int first, int last) in Sorted())
        {
            if (first > next)
            {
                result.Add(next, first - 1);
            }

            next = last + 1;
        }

        return next <= 0x10ffff ? result.Add(next, 0x10ffff) : result;
    }

    /// <summary>The set with every case of its letters, as Go's simple folding has them.</summary>
    internal CodePoints Folded()
    {
        var result = new CodePoints().Add(this);
        foreach ((int first, int last) in Sorted())
        {
            foreach (int[] orbit in UnicodeTables.Orbits(first, last))
            {
                foreach (int point in orbit)
                {
                    result.Add(point, point);
                }
            }
        }

        return result;
    }

    /// <summary>Whether some code point is in both sets.</summary>
    internal bool Intersects(CodePoints other) => _ranges.Exists(a => other._ranges.Exists(b => a.First <= b.Last && b.First <= a.Last));

    internal void WriteTo(StringBuilder text)
    {
        var basic = new StringBuilder();
        var pairs = new List<string>();
        foreach ((int first, int last) in Sorted())
        {
            AppendUnits(basic, first, Math.Min(last, 0xd7ff));
            AppendUnits(basic, Math.Max(first, 0xe000), Math.Min(last, 0xffff));
            AddPairs(pairs, Math.Max(first, 0x10000), last);
        }

        if (basic.Length > 0)
        {
            pairs.Insert(0, "[" + basic + "]");
        }

        // [^\s\S] cannot match, which is what an empty class means in Go.
        text.Append(pairs.Count switch { 0 => "[^\\s\\S]", 1 => pairs[0].Length > 0 && basic.Length > 0 ? pairs[0] : "(?:" + pairs[0] + ")", _ => "(?:" + string.Join('|', pairs) + ")" });
    }

    private List<(int First, int Last)> Sorted()
    {
        _ranges.Sort();
        var merged = new List<(int First, int Last)>();
        foreach ((int first, int last) in _ranges)
        {
            if (merged.Count > 0 && first <= merged[^1].Last + 1)
            {
                merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, last));
            }
            else
            {
                merged.Add((first, last));
            }
        }

        return merged;
    }

    private static void AppendUnits(StringBuilder text, int first, int last)
    {
        if (first <= last)
        {
            text.Append(CultureInfo.InvariantCulture, $"\\u{first:x4}");
            if (first < last)
            {
                text.Append(CultureInfo.InvariantCulture, $"-\\u{last:x4}");
            }
        }
    }

    private static void AddPairs(List<string> pairs, int first, int last)
    {
        if (first > last)
        {
            return;
        }

        (int high1, int low1) = Split(first);
        (int high2, int low2) = Split(last);
        if (high1 == high2)
        {
            pairs.Add(Pair(high1, high1, low1, low2));
            return;
        }

        pairs.Add(Pair(high1, high1, low1, 0xdfff));
        if (high1 + 1 < high2)
        {
            pairs.Add(Pair(high1 + 1, high2 - 1, 0xdc00, 0xdfff));
        }

        pairs.Add(Pair(high2, high2, 0xdc00, low2));
    }

    private static (int High, int Low) Split(int point) => (0xd800 + ((point - 0x10000) >> 10), 0xdc00 + ((point - 0x10000) & 0x3ff));

    private static string Pair(int high1, int high2, int low1, int low2) =>
        string.Create(CultureInfo.InvariantCulture, $"[\\u{high1:x4}-\\u{high2:x4}][\\u{low1:x4}-\\u{low2:x4}]");
}
