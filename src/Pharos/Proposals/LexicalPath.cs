namespace Pharos.Proposals;

/// <summary>POSIX paths as text: no look at a disk, no symbolic links.</summary>
public static class LexicalPath
{
    /// <summary>Makes an absolute path without <c>.</c>, <c>..</c>, doubled or trailing slashes. A relative path is taken from the root.</summary>
    public static string Normalise(string path) => Resolve(path, "/");

    /// <summary>Makes an absolute, normalised path of one that may be relative.</summary>
    /// <param name="path">Absolute or relative.</param>
    /// <param name="from">The absolute folder that relative paths start in.</param>
    public static string Resolve(string path, string from)
    {
        if (path.StartsWith('/') && IsNormal(path))
        {
            return path;
        }

        var parts = new List<string>();
        if (!path.StartsWith('/'))
        {
            Walk(from, parts);
        }

        Walk(path, parts);
        return parts.Count == 0 ? "/" : "/" + string.Join('/', parts);
    }

    /// <summary>True when <paramref name="path"/> is <paramref name="root"/> or stands below it. Both must be normalised.</summary>
    public static bool IsWithin(string path, string root) =>
        path.StartsWith(root, StringComparison.Ordinal) && (path.Length == root.Length || root == "/" || path[root.Length] == '/');

    /// <summary>The folder that holds a normalised path; the root is its own.</summary>
    public static string ParentOf(string path)
    {
        var slash = path.LastIndexOf('/');
        return slash <= 0 ? "/" : path[..slash];
    }

    private static bool IsNormal(string path) =>
        path == "/" || (!path.EndsWith('/') && !path.Contains("//", StringComparison.Ordinal) && !path.Contains("/.", StringComparison.Ordinal));

    private static void Walk(string path, List<string> parts)
    {
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "..")
            {
                if (parts.Count > 0)
                {
                    parts.RemoveAt(parts.Count - 1);
                }
            }
            else if (part != ".")
            {
                parts.Add(part);
            }
        }
    }
}
