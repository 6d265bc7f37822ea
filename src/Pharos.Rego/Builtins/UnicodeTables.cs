using System.Collections.Frozen;
using System.Globalization;

namespace Pharos.Rego.Builtins;

/// <summary>Facts of the Unicode character database that the framework does not offer: scripts, and which letters are cases of each other.</summary>
internal static class UnicodeTables
{
    private static readonly Lazy<FrozenDictionary<string, CodePoints>> Scripts = new(ReadScripts);
    private static readonly Lazy<(int[] Points, int[][] Orbits)> Cases = new(ReadCases);

    /// <summary>The code points of a script by its name in small letters without separators, or null.</summary>
    internal static CodePoints? Script(string name) => Scripts.Value.GetValueOrDefault(name);

    /// <summary>The groups of code points that differ by case only and have a member in the range.</summary>
    internal static IEnumerable<int[]> Orbits(int first, int last)
    {
        (int[] points, int[][] orbits) = Cases.Value;
        int at = Array.BinarySearch(points, first);
        for (at = at < 0 ? ~at : at; at < points.Length && points[at] <= last; at++)
        {
            yield return orbits[at];
        }
    }

    private static FrozenDictionary<string, CodePoints> ReadScripts()
    {
        var scripts = new Dictionary<string, CodePoints>(StringComparer.Ordinal);
        foreach (string line in Lines("Scripts.txt"))
        {
            string[] parts = line.Split(' ');
            var points = new CodePoints();
            foreach (string range in parts.AsSpan(1))
            {
                int dash = range.IndexOf('-', StringComparison.Ordinal);
                points.Add(Number(dash < 0 ? range : range[..dash]), Number(range[(dash + 1)..]));
            }

            scripts[parts[0].Replace("_", string.Empty, StringComparison.Ordinal).ToLowerInvariant()] = points;
        }

        return scripts.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static (int[] Points, int[][] Orbits) ReadCases()
    {
        var orbits = new SortedDictionary<int, int[]>();
        foreach (string line in Lines("CaseOrbits.txt"))
        {
            foreach (string group in line.Split(' '))
            {
                int[] orbit = [.. group.Split('=').Select(Number)];
                foreach (int point in orbit)
                {
                    orbits[point] = orbit;
                }
            }
        }

        return ([.. orbits.Keys], [.. orbits.Values]);
    }

    private static IEnumerable<string> Lines(string name)
    {
        using Stream stream = typeof(UnicodeTables).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly lacks its resource {name}.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static int Number(string digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
