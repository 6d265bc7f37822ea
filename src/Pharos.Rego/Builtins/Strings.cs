using System.Globalization;
using System.Numerics;
using System.Text;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>Functions on texts. Positions and lengths count code points.</summary>
internal static class Strings
{
    // The characters that Go calls white space; .NET has a few more.
    private static readonly char[] Space = ['\t', '\n', '\v', '\f', '\r', ' ', '\u0085', '\u00a0', '\u1680', '\u2000', '\u2001', '\u2002', '\u2003', '\u2004', '\u2005', '\u2006', '\u2007', '\u2008', '\u2009', '\u200a', '\u2028', '\u2029', '\u202f', '\u205f', '\u3000'];

    internal static IEnumerable<Builtin> All =>
    [
        new("concat", 2, false, static (c, a) => c.Text(a, 1, out string delimiter) && c.Texts(a, 2, out string[] parts) ? c.TextResult(string.Join(delimiter, parts)) : null),
        new("contains", 2, false, static (c, a) => Test(c, a, static (s, t) => s.Contains(t, StringComparison.Ordinal))),
        new("startswith", 2, false, static (c, a) => Test(c, a, static (s, t) => s.StartsWith(t, StringComparison.Ordinal))),
        new("endswith", 2, false, static (c, a) => Test(c, a, static (s, t) => s.EndsWith(t, StringComparison.Ordinal))),
        new("format_int", 2, false, FormatInteger),
        new("indexof", 2, false, IndexOf),
        new("indexof_n", 2, false, IndexesOf),
        new("lower", 1, false, static (c, a) => c.Text(a, 1, out string s) ? RegoString.Of(s.ToLowerInvariant()) : null),
        new("upper", 1, false, static (c, a) => c.Text(a, 1, out string s) ? RegoString.Of(s.ToUpperInvariant()) : null),
        new("replace", 3, false, static (c, a) => c.Text(a, 1, out string s) && c.Text(a, 2, out string o) && c.Text(a, 3, out string n) ? Replaced(c, s, o, n) : null),
        new("strings.replace_n", 2, false, ReplaceMany),
        new("split", 2, false, static (c, a) => c.Text(a, 1, out string s) && c.Text(a, 2, out string d) ? Split(s, d) : null),
        new("strings.split_n", 3, false, static (c, a) => c.Text(a, 1, out string s) && c.Text(a, 2, out string d) && c.Integer(a, 3, out long n) ? Part(Split(s, d), n) : null),
        new("sprintf", 2, false, Formatting.Sprintf),
        new("strings.any_prefix_match", 2, false, static (c, a) => AnyMatch(c, a, static (s, t) => s.StartsWith(t, StringComparison.Ordinal))),
        new("strings.any_suffix_match", 2, false, static (c, a) => AnyMatch(c, a, static (s, t) => s.EndsWith(t, StringComparison.Ordinal))),
        new("strings.count", 2, false, Occurrences),
        new("strings.reverse", 1, false, static (c, a) => c.Text(a, 1, out string s) ? RegoString.Of(string.Concat(s.EnumerateRunes().Reverse().Select(static r => r.ToString()))) : null),
        new("substring", 3, false, Substring),
        new("trim", 2, false, static (c, a) => Trim(c, a, left: true, right: true)),
        new("trim_left", 2, false, static (c, a) => Trim(c, a, left: true, right: false)),
        new("trim_right", 2, false, static (c, a) => Trim(c, a, left: false, right: true)),
        new("trim_prefix", 2, false, static (c, a) => c.Text(a, 1, out string s) && c.Text(a, 2, out string p) ? RegoString.Of(s.StartsWith(p, StringComparison.Ordinal) ? s[p.Length..] : s) : null),
        new("trim_suffix", 2, false, static (c, a) => c.Text(a, 1, out string s) && c.Text(a, 2, out string p) ? RegoString.Of(s.EndsWith(p, StringComparison.Ordinal) ? s[..^p.Length] : s) : null),
        new("trim_space", 1, false, static (c, a) => c.Text(a, 1, out string s) ? RegoString.Of(s.Trim(Space)) : null),
    ];

    internal static int CountRunes(string text)
    {
        int pairs = 0;
        for (int i = 1; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text[i - 1], text[i]))
            {
                pairs++;
                i++;
            }
        }

        return text.Length - pairs;
    }

    private static RegoValue? Test(BuiltinContext context, ReadOnlySpan<RegoValue> arguments, Func<string, string, bool> test) =>
        context.Text(arguments, 1, out string text) && context.Text(arguments, 2, out string part) ? RegoBoolean.Of(test(text, part)) : null;

    private static RegoValue? FormatInteger(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Number(arguments, 1, out RegoNumber number) || !context.Number(arguments, 2, out RegoNumber numberBase))
        {
            return null;
        }

        BigInteger value = number.TryGetWhole(out BigInteger whole) ? whole : number.ToExtended().Truncate();
        if (!numberBase.TryGetInt64(out long digits) || digits is not (2 or 8 or 10 or 16))
        {
            return context.Fail(BuiltinError.TypeCode, "operand 2 must be one of {2, 8, 10, 16}");
        }

        return RegoString.Of(InBase(value, (int)digits));
    }

    internal static string InBase(BigInteger value, int numberBase)
    {
        if (numberBase == 10)
        {
            return value.ToString(CultureInfo.InvariantCulture);
        }

        BigInteger magnitude = BigInteger.Abs(value);
        if (numberBase == 16)
        {
            string hex = magnitude.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');
            return (value.Sign < 0 ? "-" : string.Empty) + (hex.Length == 0 ? "0" : hex);
        }

        int width = numberBase == 8 ? 3 : 1;
        var text = new StringBuilder();
        string binary = magnitude.ToString("b", CultureInfo.InvariantCulture).TrimStart('0');
        binary = binary.PadLeft(((binary.Length + width - 1) / width) * width, '0');
        for (int i = 0; i < binary.Length; i += width)
        {
            text.Append(Convert.ToInt32(binary.Substring(i, width), 2));
        }

        return (value.Sign < 0 ? "-" : string.Empty) + (text.Length == 0 ? "0" : text.ToString());
    }

    private static RegoValue? IndexOf(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Text(arguments, 1, out string text) || !context.Text(arguments, 2, out string part))
        {
            return null;
        }

        if (part.Length == 0)
        {
            return context.Failure("empty search character");
        }

        int at = text.IndexOf(part, StringComparison.Ordinal);
        return RegoNumber.Of(at < 0 ? -1 : CountRunes(text[..at]));
    }

    private static RegoValue? IndexesOf(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Text(arguments, 1, out string text) || !context.Text(arguments, 2, out string part))
        {
            return null;
        }

        if (part.Length == 0)
        {
            return context.Failure("empty search character");
        }

        var found = new List<RegoValue>();
        int runes = 0;
        int counted = 0;
        for (int at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + 1, StringComparison.Ordinal))
        {
            runes += CountRunes(text[counted..at]);
            counted = at;
            found.Add(RegoNumber.Of(runes));
        }

        return RegoArray.From(found);
    }

    private static RegoValue? Replaced(BuiltinContext context, string text, string old, string replacement)
    {
        if (old.Length == 0)
        {
            // Go puts the replacement before every code point and at the end.
            if (((long)text.Length + 1) * replacement.Length + text.Length > context.Limits.MaxText)
            {
                return context.LimitReached("result exceeds the limit on text length");
            }

            return RegoString.Of(replacement + string.Concat(text.EnumerateRunes().Select(r => r.ToString() + replacement)));
        }

        return (long)text.Length / old.Length * replacement.Length + text.Length > context.Limits.MaxText
            ? context.LimitReached("result exceeds the limit on text length")
            : RegoString.Of(text.Replace(old, replacement, StringComparison.Ordinal));
    }

    // At each position the first pattern, in sorted order, that fits is replaced, and what was replaced is not looked at again.
    private static RegoValue? ReplaceMany(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Object(arguments, 1, out RegoObject patterns) || !context.Text(arguments, 2, out string text))
        {
            return null;
        }

        var pairs = new List<(string Old, string New)>();
        foreach (KeyValuePair<RegoValue, RegoValue> entry in patterns)
        {
            if (entry.Key is not RegoString old)
            {
                return context.Fail(BuiltinError.TypeCode, "operand 1 non-string key found in pattern object");
            }

            if (entry.Value is not RegoString replacement)
            {
                return context.Fail(BuiltinError.TypeCode, "operand 1 non-string value found in pattern object");
            }

            pairs.Add((old.Value, replacement.Value));
        }

        var result = new StringBuilder();
        bool afterEmpty = false;
        for (int at = 0; at <= text.Length;)
        {
            int fits = pairs.FindIndex(p => string.CompareOrdinal(text, at, p.Old, 0, p.Old.Length) == 0 && !(afterEmpty && p.Old.Length == 0));
            if (fits >= 0)
            {
                result.Append(pairs[fits].New);
                at += pairs[fits].Old.Length;
                afterEmpty = pairs[fits].Old.Length == 0;
            }
            else
            {
                if (at < text.Length)
                {
                    result.Append(text[at]);
                }

                at++;
                afterEmpty = false;
            }

            if (result.Length > context.Limits.MaxText)
            {
                return context.LimitReached("result exceeds the limit on text length");
            }
        }

        return RegoString.Of(result.ToString());
    }

    private static RegoArray Split(string text, string delimiter) => delimiter.Length > 0
        ? RegoArray.From(text.Split(delimiter).Select(RegoString.Of))
        : RegoArray.From(text.EnumerateRunes().Select(static r => RegoString.Of(r.ToString())));

    // The first parts for a positive count, the last ones for a negative count; the rest is dropped, unlike in Go.
    private static RegoArray Part(RegoArray parts, long count)
    {
        int kept = (int)Math.Min(parts.Count, Math.Abs((double)count));
        return RegoArray.Of(count < 0 ? parts.AsSpan()[^kept..] : parts.AsSpan()[..kept]);
    }

    private static RegoValue? AnyMatch(BuiltinContext context, ReadOnlySpan<RegoValue> arguments, Func<string, string, bool> fits)
    {
        if (!OneOrMany(context, arguments, 1, out string[] texts) || !OneOrMany(context, arguments, 2, out string[] parts))
        {
            return null;
        }

        return RegoBoolean.Of(texts.Any(text => parts.Any(part => fits(text, part))));
    }

    private static bool OneOrMany(BuiltinContext context, ReadOnlySpan<RegoValue> arguments, int position, out string[] texts)
    {
        switch (arguments[position - 1])
        {
            case RegoString text:
                texts = [text.Value];
                return true;
            case RegoArray or RegoSet:
                return context.Texts(arguments, position, out texts);
            default:
                texts = [];
                context.WrongType(position, arguments[position - 1], "string", "set", "array");
                return false;
        }
    }

    private static RegoValue? Occurrences(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Text(arguments, 1, out string text) || !context.Text(arguments, 2, out string part))
        {
            return null;
        }

        if (part.Length == 0)
        {
            return RegoNumber.Of(CountRunes(text) + 1);
        }

        int count = 0;
        for (int at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + part.Length, StringComparison.Ordinal))
        {
            count++;
        }

        return RegoNumber.Of(count);
    }

    private static RegoValue? Substring(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Text(arguments, 1, out string text) || !context.Integer(arguments, 2, out long start) || !context.Integer(arguments, 3, out long length))
        {
            return null;
        }

        if (start < 0)
        {
            return context.Failure("negative offset");
        }

        int from = Advance(text, 0, start);
        int until = length < 0 ? text.Length : Advance(text, from, length);
        return RegoString.Of(text[from..until]);
    }

    private static int Advance(string text, int at, long runes)
    {
        for (; runes > 0 && at < text.Length; runes--)
        {
            at += char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;
        }

        return at;
    }

    private static RegoValue? Trim(BuiltinContext context, ReadOnlySpan<RegoValue> arguments, bool left, bool right)
    {
        if (!context.Text(arguments, 1, out string text) || !context.Text(arguments, 2, out string cutset))
        {
            return null;
        }

        HashSet<Rune> cut = [.. cutset.EnumerateRunes()];
        int start = 0;
        int end = text.Length;
        while (left && start < end && Rune.DecodeFromUtf16(text.AsSpan(start, end - start), out Rune first, out int used) == System.Buffers.OperationStatus.Done && cut.Contains(first))
        {
            start += used;
        }

        while (right && start < end && Rune.DecodeLastFromUtf16(text.AsSpan(start, end - start), out Rune last, out int used) == System.Buffers.OperationStatus.Done && cut.Contains(last))
        {
            end -= used;
        }

        return RegoString.Of(text[start..end]);
    }
}
