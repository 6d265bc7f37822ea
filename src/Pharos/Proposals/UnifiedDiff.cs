using System.Globalization;
using System.Text;

namespace Pharos.Proposals;

/// <summary>The change of a text as one hunk in the form that <c>patch</c> reads, from the first line that differs to the last.</summary>
public static class UnifiedDiff
{
    private const int Context = 3;

    /// <summary>The difference of two texts; empty where there is none.</summary>
    public static string Of(string name, string before, string after)
    {
        var (old, changed) = (before.Split('\n'), after.Split('\n'));
        var first = 0;
        while (first < old.Length && first < changed.Length && old[first] == changed[first])
        {
            first++;
        }

        var last = 0;
        while (last < old.Length - first && last < changed.Length - first && old[^(last + 1)] == changed[^(last + 1)])
        {
            last++;
        }

        if (first == old.Length && first == changed.Length)
        {
            return "";
        }

        var from = Math.Max(0, first - Context);
        var behind = Math.Min(last, Context);
        var diff = new StringBuilder();
        diff.Append(CultureInfo.InvariantCulture, $"--- {name}.orig\n+++ {name}\n");
        diff.Append(CultureInfo.InvariantCulture, $"@@ -{from + 1},{old.Length - last + behind - from} +{from + 1},{changed.Length - last + behind - from} @@\n");
        Lines(diff, ' ', old, from, first);
        Lines(diff, '-', old, first, old.Length - last);
        Lines(diff, '+', changed, first, changed.Length - last);
        Lines(diff, ' ', old, old.Length - last, old.Length - last + behind);
        return diff.ToString();
    }

    private static void Lines(StringBuilder diff, char mark, string[] lines, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            diff.Append(mark).Append(lines[i]).Append('\n');
        }
    }
}
