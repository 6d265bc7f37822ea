namespace Pharos.Rego.Bundles;

/// <summary>Patterns of file names as shells know them: <c>*</c> and <c>?</c> stay inside one part of a path, <c>[a-z]</c> and <c>[^a-z]</c> are classes, a backslash quotes.</summary>
internal static class FilePattern
{
    /// <summary>Whether the whole name matches. A pattern that is not well formed matches nothing.</summary>
    public static bool IsMatch(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        // The last star is the only place to return to: a star before it could take nothing that this one cannot.
        int at = 0, read = 0, star = -1, starred = 0;
        while (read < name.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                star = at++;
                starred = read;
            }
            else if (Takes(pattern, at, name[read], out var next))
            {
                at = next;
                read++;
            }
            else if (star >= 0 && name[starred] != '/')
            {
                at = star + 1;
                read = ++starred;
            }
            else
            {
                return false;
            }
        }

        return pattern[at..].TrimStart('*').IsEmpty;
    }

    private static bool Takes(ReadOnlySpan<char> pattern, int at, char c, out int next)
    {
        next = at + 1;
        if (at >= pattern.Length)
        {
            return false;
        }

        switch (pattern[at])
        {
            case '?':
                return c != '/';
            case '\\' when at + 1 < pattern.Length:
                next = at + 2;
                return pattern[at + 1] == c;
            case '[':
                return TakesClass(pattern, at + 1, c, out next);
            default:
                return pattern[at] == c;
        }
    }

    private static bool TakesClass(ReadOnlySpan<char> pattern, int at, char c, out int next)
    {
        var isNegated = at < pattern.Length && pattern[at] == '^';
        at += isNegated ? 1 : 0;
        var isIn = false;
        for (var first = true; at < pattern.Length && (first || pattern[at] != ']'); first = false)
        {
            var low = pattern[at];
            var high = low;
            at++;
            if (at + 1 < pattern.Length && pattern[at] == '-' && pattern[at + 1] != ']')
            {
                high = pattern[at + 1];
                at += 2;
            }

            isIn |= low <= c && c <= high;
        }

        next = at + 1;
        return at < pattern.Length && c != '/' && isIn != isNegated;
    }
}
