namespace Pharos.Rego.Bundles;

/// <summary>
/// Which parts of <c>data</c> a bundle owns: paths such as <c>acme/http</c>; the empty path is everything. Roots are compared part by part, so that
/// <c>acme</c> does not hold <c>acmeville</c>.
/// </summary>
public static class BundleRoots
{
    /// <summary>The roots of a bundle that names none: everything.</summary>
    public static IReadOnlyList<string> Everything { get; } = [""];

    /// <summary>Whether one of two roots holds the other.</summary>
    public static bool Overlap(string left, string right) => Holds(left, right.Split('/')) || Holds(right, left.Split('/'));

    /// <summary>Whether a path stands at or below one of the roots.</summary>
    public static bool Hold(IEnumerable<string> roots, IReadOnlyList<string> path) => roots.Any(root => Holds(root, path));

    /// <summary>Whether a root stands below a path, so that the path's document may hold something of it.</summary>
    public static bool LeadTo(IEnumerable<string> roots, IReadOnlyList<string> path) => roots.Any(root => Holds(string.Join('/', path), root.Split('/')));

    /// <summary>What overlaps between bundles that are to be active together; empty when nothing does.</summary>
    public static IReadOnlyList<BundleProblem> Overlaps(IReadOnlyList<(string Name, IReadOnlyList<string> Roots)> bundles)
    {
        var problems = new List<BundleProblem>();
        for (var i = 0; i < bundles.Count; i++)
        {
            for (var j = i + 1; j < bundles.Count; j++)
            {
                foreach (var (left, right) in from left in bundles[i].Roots from right in bundles[j].Roots where Overlap(left, right) select (left, right))
                {
                    problems.Add(new BundleProblem(
                        "bundle.roots-overlap",
                        $"The bundles \"{bundles[i].Name}\" (root \"{left}\") and \"{bundles[j].Name}\" (root \"{right}\") claim the same part of data. Give each its own roots in .manifest."));
                }
            }
        }

        return problems;
    }

    private static bool Holds(string root, IReadOnlyList<string> path)
    {
        if (root.Length == 0)
        {
            return true;
        }

        var parts = root.Split('/');
        return parts.Length <= path.Count && parts.Zip(path).All(pair => pair.First == pair.Second);
    }
}
