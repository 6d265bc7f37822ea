using Pharos.Rego.Values;

namespace Pharos.Rego.Bundles;

/// <summary>Puts documents together, and takes parts of them away.</summary>
public static class DataTree
{
    /// <summary>A document that holds a value at a path.</summary>
    public static RegoValue At(IReadOnlyList<string> path, RegoValue value)
    {
        for (var i = path.Count - 1; i >= 0; i--)
        {
            value = RegoObject.Of((path[i], value));
        }

        return value;
    }

    /// <summary>The value at a path, or null.</summary>
    public static RegoValue? Find(RegoValue tree, IEnumerable<string> path)
    {
        foreach (var part in path)
        {
            if (tree is not RegoObject inner || !inner.TryGet(part, out var next))
            {
                return null;
            }

            tree = next;
        }

        return tree;
    }

    /// <summary>
    /// Puts two documents together. Where both have a value that is no object, <paramref name="conflict"/> is told the path, and the first one stays.
    /// </summary>
    public static RegoObject Merge(RegoObject below, RegoObject above, Action<string> conflict, string at = "")
    {
        var merged = new RegoObject.Builder(below);
        foreach (var (key, value) in above)
        {
            var path = $"{at}/{(key is RegoString name ? name.Value : key.ToJson())}";
            if (!merged.TryGet(key, out var old))
            {
                merged.Set(key, value);
            }
            else if (old is RegoObject left && value is RegoObject right)
            {
                merged.Set(key, Merge(left, right, conflict, path));
            }
            else
            {
                conflict(path);
            }
        }

        return merged.Build();
    }

    /// <summary>Puts one document over another: where both have a value that is no object, the upper one wins.</summary>
    public static RegoObject Overlay(RegoObject below, RegoObject above)
    {
        var merged = new RegoObject.Builder(below);
        foreach (var (key, value) in above)
        {
            merged.Set(key, merged.TryGet(key, out var old) && old is RegoObject left && value is RegoObject right ? Overlay(left, right) : value);
        }

        return merged.Build();
    }

    /// <summary>The document without what stands at or below any of the roots.</summary>
    public static RegoObject Without(RegoObject tree, IReadOnlyList<string> roots) => Without(tree, roots, []);

    private static RegoObject Without(RegoObject tree, IReadOnlyList<string> roots, IReadOnlyList<string> at)
    {
        var kept = new RegoObject.Builder();
        if (!BundleRoots.Hold(roots, at))
        {
            foreach (var (key, value) in tree)
            {
                IReadOnlyList<string> path = [.. at, key is RegoString name ? name.Value : key.ToJson()];
                if (!BundleRoots.Hold(roots, path))
                {
                    kept.Set(key, value is RegoObject inner && BundleRoots.LeadTo(roots, path) ? Without(inner, roots, path) : value);
                }
            }
        }

        return kept.Build();
    }
}
