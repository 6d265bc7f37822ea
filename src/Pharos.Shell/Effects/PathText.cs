namespace Pharos.Shell.Effects;

/// <summary>Turns a word into an absolute, lexically normalised path. Symbolic links are the gate's matter, but for those that <c>..</c> climbs out of.</summary>
internal static class PathText
{
    private static readonly System.Buffers.SearchValues<char> PatternCharacters = System.Buffers.SearchValues.Create("*?[{(!+@");

    public static string Normalise(string? workingDirectory, string text)
    {
        var full = text.Length > 0 && text[0] == '/' ? text : string.Concat(workingDirectory ?? "/", "/", text);
        if (IsNormal(full))
        {
            return full;
        }

        var parts = new List<string>();
        foreach (var part in full.Split('/'))
        {
            if (part is "" or ".")
            {
                continue;
            }

            if (part != "..")
            {
                parts.Add(part);
            }
            else if (parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
        }

        return "/" + string.Join('/', parts);
    }

    /// <summary>
    /// The path that the kernel would reach: <c>link/..</c> is the parent of where the link leads, which is how a link in the workspace would otherwise hide a path outside it.
    /// </summary>
    public static string Follow(string? workingDirectory, string text, IFileView files)
    {
        if (!text.Contains("..", StringComparison.Ordinal))
        {
            return Normalise(workingDirectory, text);
        }

        var full = text[0] == '/' ? text : string.Concat(workingDirectory ?? "/", "/", text);
        var walked = "";
        foreach (var part in full.Split('/'))
        {
            if (part == "..")
            {
                walked = walked.Length == 0 ? "" : files.Look(walked).Resolved ?? walked;
                walked = walked.Length <= 1 ? "" : FolderOf(walked).TrimEnd('/');
            }
            else if (part is not ("" or "."))
            {
                walked = string.Concat(walked, "/", part);
            }
        }

        return walked.Length == 0 ? "/" : walked;
    }

    /// <summary>The folder that holds everything a pattern can match: the part before the first segment with a pattern character.</summary>
    public static string FolderOfPattern(string pattern)
    {
        var magic = pattern.AsSpan().IndexOfAny(PatternCharacters);
        var slash = (magic < 0 ? pattern : pattern[..magic]).LastIndexOf('/');
        return slash < 0 ? "." : slash == 0 ? "/" : pattern[..slash];
    }

    public static string FolderOf(string path)
    {
        var slash = path.LastIndexOf('/');
        return slash <= 0 ? "/" : path[..slash];
    }

    private static bool IsNormal(string path)
    {
        if (path.Length > 1 && path[^1] == '/')
        {
            return false;
        }

        for (var at = path.IndexOf('/'); at >= 0; at = path.IndexOf('/', at + 1))
        {
            if (at + 1 < path.Length && (path[at + 1] == '/' || (path[at + 1] == '.' && (at + 2 == path.Length || path[at + 2] is '/' or '.'))))
            {
                return false;
            }
        }

        return true;
    }
}
