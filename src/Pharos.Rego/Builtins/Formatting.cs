using System.Globalization;
using System.Numerics;
using System.Text;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>The verbs of Go's <c>fmt</c> that <c>sprintf</c> offers, with flags, width and precision.</summary>
internal static class Formatting
{
    private const int MaxWidth = 100_000;

    internal static RegoValue? Sprintf(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Text(arguments, 1, out string format) || !context.Array(arguments, 2, out RegoArray values))
        {
            return null;
        }

        var text = new StringBuilder();
        int next = 0;
        int at = 0;
        while (at < format.Length)
        {
            int percent = format.IndexOf('%', at);
            if (percent < 0)
            {
                text.Append(format, at, format.Length - at);
                break;
            }

            text.Append(format, at, percent - at);
            at = percent + 1;
            Directive directive = ReadDirective(format, ref at, values, ref next);
            if (directive.Verb == default)
            {
                text.Append("%!(NOVERB)");
                break;
            }

            if (directive.Verb.Value == '%')
            {
                text.Append('%');
            }
            else if (directive.BadIndex)
            {
                text.Append("%!").Append(directive.Verb).Append("(BADINDEX)");
            }
            else if (next >= values.Count)
            {
                text.Append("%!").Append(directive.Verb).Append("(MISSING)");
            }
            else
            {
                AppendPadded(text, directive, Show(directive, values[next++], out bool numeric), numeric);
            }

            if (text.Length > context.Limits.MaxText)
            {
                return context.LimitReached("result exceeds the limit on text length");
            }
        }

        if (next < values.Count && !format.Contains("%[", StringComparison.Ordinal))
        {
            text.Append("%!(EXTRA ").AppendJoin(", ", values.Skip(next).Select(v => GoType(v) + "=" + Plain(v))).Append(')');
        }

        return context.TextResult(text.ToString());
    }

    private static Directive ReadDirective(string format, ref int at, RegoArray values, ref int next)
    {
        var directive = new Directive();
        for (; at < format.Length; at++)
        {
            switch (format[at])
            {
                case '-':
                    directive.Left = true;
                    continue;
                case '+':
                    directive.Plus = true;
                    continue;
                case '#':
                    directive.Sharp = true;
                    continue;
                case ' ':
                    directive.Space = true;
                    continue;
                case '0':
                    directive.Zero = true;
                    continue;
            }

            break;
        }

        ReadIndex(format, ref at, values, ref next, ref directive);
        directive.Width = ReadCount(format, ref at, values, ref next);
        if (at < format.Length && format[at] == '.')
        {
            at++;
            directive.Precision = ReadCount(format, ref at, values, ref next) ?? 0;
        }

        ReadIndex(format, ref at, values, ref next, ref directive);
        if (at < format.Length && Rune.DecodeFromUtf16(format.AsSpan(at), out Rune verb, out int used) == System.Buffers.OperationStatus.Done)
        {
            directive.Verb = verb;
            at += used;
        }

        return directive;
    }

    private static void ReadIndex(string format, ref int at, RegoArray values, ref int next, ref Directive directive)
    {
        if (at >= format.Length || format[at] != '[')
        {
            return;
        }

        int close = format.IndexOf(']', at);
        bool read = close > 0 && int.TryParse(format.AsSpan(at + 1, close - at - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            && index >= 1 && index <= values.Count && (next = index - 1) >= 0;
        directive.BadIndex |= !read;
        at = close > 0 ? close + 1 : at + 1;
    }

    private static int? ReadCount(string format, ref int at, RegoArray values, ref int next)
    {
        if (at < format.Length && format[at] == '*')
        {
            at++;
            return next < values.Count && values[next++] is RegoNumber number && number.TryGetInt64(out long width) ? (int)Math.Clamp(width, 0, MaxWidth) : null;
        }

        int start = at;
        int count = 0;
        while (at < format.Length && char.IsAsciiDigit(format[at]))
        {
            count = Math.Min(MaxWidth, (count * 10) + format[at++] - '0');
        }

        return at == start ? null : count;
    }

    private static string Show(Directive directive, RegoValue value, out bool numeric)
    {
        numeric = value is RegoNumber;
        char verb = directive.Verb.IsBmp ? (char)directive.Verb.Value : '\0';
        if (verb == 'T')
        {
            numeric = false;
            return GoType(value);
        }

        switch (value)
        {
            case RegoNumber number when number.TryGetInt64(out long whole):
                return Whole(directive, verb, whole, value);
            case RegoNumber number when number.TryGetWhole(out BigInteger big) && !number.Text.AsSpan().ContainsAny('.', 'e', 'E'):
                return Whole(directive, verb, big, value);
            case RegoNumber number:
                return Fraction(directive, verb, number);
            case RegoBoolean boolean when verb is 't' or 'v':
                return boolean.Value ? "true" : "false";
            case RegoBoolean or RegoNull when verb is 's' or 'q' || (value is RegoNull && verb == 'v'):
                return verb == 'q' ? Quoted(value.ToString()) : value.ToString();
            default:
                string text = value is RegoString words ? words.Value : value.ToString();
                text = directive.Precision is { } limit && verb is 's' or 'q' or 'v' ? FirstRunes(text, limit) : text;
                return verb switch
                {
                    's' => text,
                    'v' => directive.Sharp && value is RegoString ? Quoted(text) : text,
                    'q' => directive.Sharp && !text.Contains('`', StringComparison.Ordinal) ? "`" + text + "`" : Quoted(text),
                    'x' => (directive.Sharp ? "0x" : string.Empty) + Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text)),
                    'X' => (directive.Sharp ? "0X" : string.Empty) + Convert.ToHexString(Encoding.UTF8.GetBytes(text)),
                    _ => Mismatch(directive, value),
                };
        }
    }

    private static string Whole(Directive directive, char verb, BigInteger whole, RegoValue value)
    {
        string? digits = verb switch
        {
            'd' or 'v' => Strings.InBase(whole, 10),
            's' when BigInteger.Abs(whole) > long.MaxValue => Strings.InBase(whole, 10),
            'b' => Strings.InBase(whole, 2),
            'o' => Strings.InBase(whole, 8),
            'O' => "0o" + Strings.InBase(whole, 8),
            'x' => Strings.InBase(whole, 16),
            'X' => Strings.InBase(whole, 16).ToUpperInvariant(),
            'c' when whole >= 0 && whole <= 0x10ffff && Rune.IsValid((int)whole) => new Rune((int)whole).ToString(),
            'U' => "U+" + Strings.InBase(whole, 16).ToUpperInvariant().PadLeft(4, '0'),
            'q' when whole >= 0 && whole <= 0x10ffff && Rune.IsValid((int)whole) => "'" + new Rune((int)whole) + "'",
            _ => null,
        };
        if (digits is null)
        {
            return Mismatch(directive, value);
        }

        if (directive.Sharp && verb is 'x' or 'X' && directive.Sharp)
        {
            digits = whole.Sign < 0 ? "-0" + verb + digits[1..] : "0" + verb + digits;
        }

        if (directive.Precision is { } least && verb is 'd' or 'x' or 'X' or 'b' or 'o')
        {
            string magnitude = digits.TrimStart('-');
            digits = (whole.Sign < 0 ? "-" : string.Empty) + magnitude.PadLeft(directive.Precision ?? 0, '0');
        }

        return Signed(directive, digits, verb is 'd' or 'v' or 'x' or 'X' or 'b' or 'o');
    }

    private static string Fraction(Directive directive, char verb, RegoNumber number)
    {
        double value = number.ToDouble();
        CultureInfo culture = CultureInfo.InvariantCulture;
        string? digits = verb switch
        {
            'f' or 'F' => Fixed(number, directive.Precision ?? 6),
            'e' or 'E' => Exponent(value.ToString((verb == 'e' ? "e" : "E") + (directive.Precision ?? 6).ToString(culture), culture)),
            'g' or 'G' or 'v' => directive.Precision is { } significant && verb != 'v' ? General(value, significant) : number.Text,
            _ => null,
        };
        return digits is null ? Mismatch(directive, number) : Signed(directive, digits, signs: true);
    }

    private static string Fixed(RegoNumber number, int places)
    {
        ExactDecimal exact = number.ToExact();
        BigInteger scaled = exact.Unscaled;
        int shift = exact.Exponent + places;
        if (shift >= 0)
        {
            scaled *= BigInteger.Pow(10, shift);
        }
        else
        {
            BigInteger step = BigInteger.Pow(10, -shift);
            BigInteger quotient = BigInteger.DivRem(BigInteger.Abs(scaled), step, out BigInteger rest);
            int order = (rest * 2).CompareTo(step);
            quotient += order > 0 || (order == 0 && !quotient.IsEven) ? 1 : 0;
            scaled = scaled.Sign < 0 ? -quotient : quotient;
        }

        string digits = BigInteger.Abs(scaled).ToString(CultureInfo.InvariantCulture).PadLeft(places + 1, '0');
        return (exact.Unscaled.Sign < 0 ? "-" : string.Empty) + digits[..^places] + (places > 0 ? "." + digits[^places..] : string.Empty);
    }

    // .NET writes three digits of exponent at least, Go two.
    private static string Exponent(string text)
    {
        int mark = text.IndexOfAny(['e', 'E']);
        string digits = text[(mark + 2)..].TrimStart('0').PadLeft(2, '0');
        return text[..(mark + 2)] + digits;
    }

    private static string General(double value, int significant)
    {
        string text = value.ToString("G" + Math.Max(1, significant).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return text.Contains('E', StringComparison.Ordinal) ? Exponent(text.Replace('E', 'e')) : text;
    }

    private static string Signed(Directive directive, string digits, bool signs) =>
        !signs || digits.StartsWith('-') ? digits : directive.Plus ? "+" + digits : directive.Space ? " " + digits : digits;

    private static void AppendPadded(StringBuilder text, Directive directive, string shown, bool numeric)
    {
        int missing = (directive.Width ?? 0) - Strings.CountRunes(shown);
        if (missing <= 0)
        {
            text.Append(shown);
        }
        else if (directive.Left)
        {
            text.Append(shown).Append(' ', missing);
        }
        else if (directive.Zero)
        {
            int sign = numeric && shown.Length > 0 && shown[0] is '-' or '+' or ' ' ? 1 : 0;
            text.Append(shown, 0, sign).Append('0', missing).Append(shown, sign, shown.Length - sign);
        }
        else
        {
            text.Append(' ', missing).Append(shown);
        }
    }

    private static string FirstRunes(string text, int count) => string.Concat(text.EnumerateRunes().Take(count).Select(static r => r.ToString()));

    private static string Mismatch(Directive directive, RegoValue value) => $"%!{directive.Verb}({GoType(value)}={Plain(value)})";

    private static string Plain(RegoValue value) => value is RegoString text ? text.Value : value.ToString();

    // The message names the type that OPA's implementation passes, which policies in the wild have come to show.
    private static string GoType(RegoValue value) => value is RegoNumber number ? number.TryGetInt64(out _) ? "int" : number.IsWhole ? "*big.Int" : "float64" : "string";

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder();
        RegoNotation.AppendQuoted(quoted, text);
        return quoted.ToString();
    }

    private record struct Directive
    {
        public bool Left;
        public bool Plus;
        public bool Sharp;
        public bool Space;
        public bool Zero;
        public bool BadIndex;
        public int? Width;
        public int? Precision;
        public Rune Verb;
    }
}
