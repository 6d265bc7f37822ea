namespace Pharos.Server.Configuration;

/// <summary>Finds the known name that a misspelt one probably means.</summary>
internal static class NameSuggestion
{
    /// <summary>The nearest candidate within a third of its length, or null.</summary>
    public static string? Nearest(string name, IEnumerable<string> candidates)
    {
        var (best, distance) = candidates
            .Select(candidate => (Candidate: candidate, Distance: Distance(name, candidate)))
            .OrderBy(pair => pair.Distance)
            .FirstOrDefault((Candidate: "", Distance: int.MaxValue));
        return distance <= Math.Max(1, best.Length / 3) ? best : null;
    }

    // Edits between the two, letter case aside; names longer than any real setting are not compared.
    private static int Distance(string left, string right)
    {
        if (left.Length > 128)
        {
            return int.MaxValue;
        }

        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var current = new int[right.Length + 1];
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + cost);
            }

            previous = current;
        }

        return previous[right.Length];
    }
}
