using System.Text;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>Globs in which a star stops at delimiters and two stars do not.</summary>
internal static class Globs
{
    private const int MaxPattern = 10_000;
    private const int MaxDepth = 50;

    internal static IEnumerable<Builtin> All =>
    [
        new("glob.match", 3, false, IsMatch),
        new("glob.quote_meta", 1, false, static (c, a) => c.Text(a, 1, out string s) ? c.TextResult(Quote(s)) : null),
    ];

    internal static Re2Translation Translate(string pattern, IReadOnlyList<int> delimiters)
    {
        if (pattern.Length > MaxPattern)
        {
            return new Re2Translation.Refused("glob is too long");
        }

        var excluded = new CodePoints();
        foreach (int delimiter in delimiters)
        {
            excluded.Add(delimiter, delimiter);
        }

        var single = new StringBuilder();
        excluded.Negated().WriteTo(single);
        var any = new StringBuilder();
        new CodePoints().Add(0, 0x10ffff).WriteTo(any);
        var text = new StringBuilder("\\A(?:");
        int depth = 0;
        for (int at = 0; at < pattern.Length; at++)
        {
            switch (pattern[at])
            {
                case '*':
                    bool super = at + 1 < pattern.Length && pattern[at + 1] == '*';
                    at += super ? 1 : 0;
                    text.Append(super ? any : single).Append('*');
                    break;
                case '?':
                    text.Append(single);
                    break;
                case '{':
                    if (++depth > MaxDepth)
                    {
                        return new Re2Translation.Refused("glob nests too deeply");
                    }

                    text.Append("(?:");
                    break;
                case '}' when depth > 0:
                    depth--;
                    text.Append(')');
                    break;
                case ',' when depth > 0:
                    text.Append('|');
                    break;
                case '[':
                    if (!TryClass(pattern, ref at, text))
                    {
                        return new Re2Translation.Refused("unexpected end of input");
                    }

                    break;
                case '\\' when at + 1 < pattern.Length:
                    at++;
                    AppendLiteral(text, pattern, ref at);
                    break;
                default:
                    AppendLiteral(text, pattern, ref at);
                    break;
            }
        }

        return depth > 0
            ? new Re2Translation.Refused("unexpected end of input")
            : new Re2Translation.Translated(text.Append(")\\z").ToString(), [null], HasWordBoundaries: false);
    }

    private static RegoValue? IsMatch(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (arguments[0] is RegoString known && arguments[2] is RegoString matched && CompiledRegex.TryGetGlob(arguments[1], known, out CompiledRegex? glob))
        {
            return Regexes.IsMatch(context, glob, matched.Value);
        }

        if (!context.Text(arguments, 1, out string pattern) || !TryDelimiters(context, arguments[1], out List<int> delimiters) || !context.Text(arguments, 3, out string text))
        {
            return null;
        }

        return CompiledRegex.AddGlob(arguments[1], (RegoString)arguments[0], Translate(pattern, delimiters), out string error) is { } added
            ? Regexes.IsMatch(context, added, text)
            : context.Failure(error);
    }

    private static bool TryDelimiters(BuiltinContext context, RegoValue argument, out List<int> delimiters)
    {
        delimiters = [];
        switch (argument)
        {
            case RegoNull:
                return true;
            case RegoArray { Count: 0 }:
                delimiters.Add('.');
                return true;
            case RegoArray array:
                foreach (RegoValue item in array.AsSpan())
                {
                    if (item is not RegoString text)
                    {
                        context.WrongElement(2, array, item, "string");
                        return false;
                    }

                    if (Strings.CountRunes(text.Value) != 1)
                    {
                        context.WrongElement(2, array, item, "rune");
                        return false;
                    }

                    delimiters.Add(char.ConvertToUtf32(text.Value, 0));
                }

                return true;
            default:
                context.WrongType(2, argument, "array", "null");
                return false;
        }
    }

    private static bool TryClass(string pattern, ref int at, StringBuilder text)
    {
        int close = pattern.IndexOf(']', at + 1);
        if (close < 0)
        {
            return false;
        }

        string inside = pattern[(at + 1)..close];
        bool negated = inside.StartsWith('!');
        int[] runes = [.. inside.AsSpan(negated ? 1 : 0).ToString().EnumerateRunes().Select(static r => r.Value)];
        var points = new CodePoints();
        for (int i = 0; i < runes.Length; i++)
        {
            if (i + 2 < runes.Length && runes[i + 1] == '-')
            {
                if (runes[i + 2] < runes[i])
                {
                    return false;
                }

                points.Add(runes[i], runes[i + 2]);
                i += 2;
            }
            else
            {
                points.Add(runes[i], runes[i]);
            }
        }

        (negated ? points.Negated() : points).WriteTo(text);
        at = close;
        return runes.Length > 0;
    }

    private static void AppendLiteral(StringBuilder text, string pattern, ref int at)
    {
        int point = pattern[at];
        if (at + 1 < pattern.Length && char.IsSurrogatePair(pattern[at], pattern[at + 1]))
        {
            point = char.ConvertToUtf32(pattern[at], pattern[at + 1]);
            at++;
        }

        new CodePoints().Add(point, point).WriteTo(text);
    }

    private static string Quote(string text)
    {
        var quoted = new StringBuilder();
        foreach (char c in text)
        {
            if (@"*?\[]{},!-".Contains(c, StringComparison.Ordinal) && c is not (',' or '!' or '-'))
            {
                quoted.Append('\\');
            }

            quoted.Append(c);
        }

        return quoted.ToString();
    }
}
