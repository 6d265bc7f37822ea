using System.Buffers;
using System.Globalization;

namespace Pharos.Shell;

/// <summary>Characters that make a script look other than it runs, or that shells disagree about.</summary>
internal static class SuspiciousCharacters
{
    private static readonly SearchValues<char> Ordinary = SearchValues.Create([.. Enumerable.Range(32, 95).Select(code => (char)code), '\n', '\t', '\r']);

    /// <summary>Finds control characters and text-direction marks anywhere in a script.</summary>
    public static Unknown? InScript(string script)
    {
        var at = script.AsSpan().IndexOfAnyExcept(Ordinary);
        while (at >= 0)
        {
            var c = script[at];
            if (Problem(c) is { } why)
            {
                return new Unknown(new SourceSpan(at, at + 1), why);
            }

            var next = script.AsSpan(at + 1).IndexOfAnyExcept(Ordinary);
            at = next < 0 ? -1 : at + 1 + next;
        }

        return null;
    }

    /// <summary>Says why a program's name cannot be trusted to be what it looks like.</summary>
    public static string? InProgram(string program)
    {
        if (program.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0)
        {
            return null;
        }

        return "the program's name holds a character that may look like another or like none";
    }

    private static string? Problem(char c)
    {
        if (c == '\0')
        {
            return "a NUL cuts the text off in some shells";
        }

        if (c is < ' ' or '\u007F' or (>= '\u0080' and <= '\u009F') and not '\u0085')
        {
            return "a control character stands in the script";
        }

        if (c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F' or '\u061C')
        {
            return "a text-direction mark makes the script look other than it runs";
        }

        // Plane 14 holds nothing but tags and variation selectors: letters that are not shown at all and that models read.
        if (c is '\uDB40' or (>= '\u2061' and <= '\u2064') or '\u034F' or '\u115F' or '\u1160' or '\u17B4' or '\u17B5' or '\uFFA0')
        {
            return "an invisible character stands in the script";
        }

        return c is '\u200B' or '\u2060' or '\uFEFF' or '\u00AD' or '\u180E' or '\u3164' or '\u00A0' or '\u2028' or '\u2029' || (c > 127 && CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.SpaceSeparator)
            ? "an invisible character or an unusual blank stands in the script" : null;
    }
}
