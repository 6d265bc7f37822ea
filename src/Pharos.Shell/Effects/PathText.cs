namespace Pharos.Shell.Effects;

/// <summary>Turns a word into an absolute, lexically normalised path. Symbolic links are the gate's matter.</summary>
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
