namespace Pharos.Gate.Facts;

/// <summary>
/// Whether a pathname pattern could name a protected path. Errs on the side of yes: brackets, braces and extended patterns count as anything, and letters match in either case.
/// </summary>
internal static class PathPattern
{
    /// <summary>True when an absolute pattern could name <paramref name="target"/> or something below it.</summary>
    public static bool CanReachInto(string pattern, string target)
    {
        var (names, wanted) = (Split(pattern), Split(target));
        if (names.Length < wanted.Length && !pattern.Contains("**", StringComparison.Ordinal))
        {
            return false;
        }

        for (var i = 0; i < wanted.Length; i++)
        {
            if (i < names.Length && names[i].Contains("**", StringComparison.Ordinal))
            {
                return true;
            }

            if (i >= names.Length || !CanMatch(names[i], wanted[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True when an absolute pattern could name a folder that holds <paramref name="target"/>, or the target itself.</summary>
    public static bool CanNameHolderOf(string pattern, string target)
    {
        var (names, wanted) = (Split(pattern), Split(target));
        return names.Length <= wanted.Length && names.Zip(wanted).All(pair => CanMatch(pair.First, pair.Second));
    }

    /// <summary>True when the pattern could name a path that ends so.</summary>
    /// <param name="pattern">An absolute pattern.</param>
    /// <param name="ending">Names from a slash on, as in <c>/.claude/settings.json</c>.</param>
    public static bool CanEndIn(string pattern, string ending)
    {
        var (names, wanted) = (Split(pattern), Split(ending));
        return names.Length >= wanted.Length && names[^wanted.Length..].Zip(wanted).All(pair => CanMatch(pair.First, pair.Second));
    }

    private static string[] Split(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>True when a name of a pattern holds a pattern character.</summary>
    public static bool IsPattern(string name) => name.AsSpan().IndexOfAny("*?[{(") >= 0;

    /// <summary>True when a pattern could match one name.</summary>
    // The usual two-pointer walk: linear but for one remembered star, so that no pattern can make it explode.
    public static bool CanMatch(string pattern, string name)
    {
        if (pattern.AsSpan().IndexOfAny("[{(") >= 0)
        {
            var fixedStart = pattern[..pattern.AsSpan().IndexOfAny("[{(")];
            return CanMatch(fixedStart.TrimEnd('!', '+', '@', '?', '*') + "*", name);
        }

        // Without special settings a star at the beginning does not match a leading dot.
        if (name[0] == '.' && pattern.Length > 0 && pattern[0] is '*' or '?')
        {
            return false;
        }

        var (at, star, resume) = (0, -1, 0);
        for (var i = 0; i < name.Length;)
        {
            if (at < pattern.Length && (pattern[at] == '?' || char.ToUpperInvariant(pattern[at]) == char.ToUpperInvariant(name[i])))
            {
                at++;
                i++;
            }
            else if (at < pattern.Length && pattern[at] == '*')
            {
                (star, resume) = (at++, i);
            }
            else if (star >= 0)
            {
                at = star + 1;
                i = ++resume;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(at).Trim('*').IsEmpty;
    }
}
