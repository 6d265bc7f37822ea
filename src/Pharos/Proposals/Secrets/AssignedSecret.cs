using System.Buffers;

namespace Pharos.Proposals.Secrets;

/// <summary>A value beside a name that says it is secret: <c>API_KEY=…</c>, <c>"password": "…"</c>, <c>&lt;token&gt;…</c>, <c>setToken("…")</c>.</summary>
/// <param name="Start">Where the value begins.</param>
/// <param name="Length">How long it is.</param>
/// <param name="IsPassword">True when the name is one of a password.</param>
internal readonly record struct AssignedSecret(int Start, int Length, bool IsPassword)
{
    private static readonly SearchValues<char> Symbols = SearchValues.Create("!@#$%^&*?+~=:|");

    private const int LongestName = 48;
    private const int LongestValue = 512;
    private const int ShortestKey = 16;

    // Beside a service's name a short key is believed as well.
    private const int ShortestServiceKey = 14;

    /// <summary>The secret assigned to the name a part of which stands at a place, or null.</summary>
    public static AssignedSecret? At(string text, int hint)
    {
        var nameStart = hint;
        while (nameStart > 0 && hint - nameStart < LongestName && IsNameCharacter(text[nameStart - 1]))
        {
            nameStart--;
        }

        var nameEnd = hint;
        while (nameEnd < text.Length && nameEnd - hint < LongestName && (IsNameCharacter(text[nameEnd]) || text[nameEnd] == ' ' && nameEnd + 1 < text.Length && IsNameCharacter(text[nameEnd + 1])))
        {
            nameEnd++;
        }

        var name = text.AsSpan(nameStart, nameEnd - nameStart);
        return ValueAfter(text, nameEnd) is not { } value ? null : Judge(name, text.AsSpan(value.Start, value.Length), value.IsQuoted, value.IsTight) switch
        {
            true => new AssignedSecret(value.Start, value.Length, true),
            false => new AssignedSecret(value.Start, value.Length, false),
            null => null,
        };
    }

    private static bool? Judge(ReadOnlySpan<char> name, ReadOnlySpan<char> value, bool isQuoted, bool isTight)
    {
        if (value.Length < 8 || Randomness.IsPlaceholder(value) || name.Contains("public", StringComparison.OrdinalIgnoreCase) || name.Contains("hash", StringComparison.OrdinalIgnoreCase)
            || name.Contains("cancellationtoken", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (Holds(name, SecretNames.Passwords))
        {
            return (isQuoted || isTight) && Randomness.IsPassword(value) && (Randomness.IsDrawn(value) || value.ContainsAny(Symbols) || value.ContainsAnyInRange('0', '9')) ? true : null;
        }

        if (!IsKeyText(value) || !Randomness.IsDrawn(value))
        {
            return null;
        }

        return value.Length >= (Holds(name, SecretNames.Services) ? ShortestServiceKey : ShortestKey) ? false : null;
    }

    private static bool Holds(ReadOnlySpan<char> name, IReadOnlyList<string> parts)
    {
        foreach (var part in parts)
        {
            if (name.Contains(part, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsKeyText(ReadOnlySpan<char> value)
    {
        foreach (var character in value)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('_' or '-' or '.' or '+' or '/' or '=' or '~' or '|' or ':' or '%'))
            {
                return false;
            }
        }

        return !value.Contains("://", StringComparison.Ordinal) && value[0] is not ('/' or '.');
    }

    // Between a name and its value stand quotes, an operator of some language, quotes again, and in a header the scheme.
    private static (int Start, int Length, bool IsQuoted, bool IsTight)? ValueAfter(string text, int at)
    {
        var wasQuoted = at < text.Length && text[at] is '"' or '\'' or '`';
        at = Skip(text, at, "\"'`]) \t", 4);
        if (string.CompareOrdinal(text, at, "value=", 0, 6) == 0)
        {
            at += 5;
        }

        var operation = at;
        at = string.CompareOrdinal(text, at, "||", 0, 2) == 0 ? at + 2 : Skip(text, at, wasQuoted ? "=:>?,(" : "=:>?(", 3);
        if (at == operation)
        {
            return null;
        }

        var gap = at;
        at = Skip(text, at, " \t\"'`=", 6);
        var between = text.AsSpan(gap, at - gap);
        var isQuoted = between.ContainsAny("\"'`");
        var isTight = between.IsEmpty || (text[operation] == ':' && between is " ");
        foreach (var scheme in (ReadOnlySpan<string>)["Bearer ", "Basic ", "Token ", "bearer ", "basic ", "token "])
        {
            at += string.CompareOrdinal(text, at, scheme, 0, scheme.Length) == 0 ? scheme.Length : 0;
        }

        var rest = text.AsSpan(at, Math.Min(LongestValue, text.Length - at));
        var length = rest.IndexOfAny(isQuoted ? " \t\r\n\"'`<>\\" : " \t\r\n;,\"'`<>(){}[]\\");
        length = length < 0 ? rest.Length : length;
        return !isQuoted && length < rest.Length && rest[length] is '(' or '[' or '{' ? null : (at, length, isQuoted, isTight);
    }

    private static int Skip(string text, int at, string characters, int most)
    {
        for (var i = 0; i < most && at < text.Length && characters.Contains(text[at], StringComparison.Ordinal); i++)
        {
            at++;
        }

        return at;
    }

    private static bool IsNameCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.';
}
