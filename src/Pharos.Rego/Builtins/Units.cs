using System.Globalization;
using System.Numerics;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>Quantities with decimal or binary unit prefixes.</summary>
internal static class Units
{
    internal static IEnumerable<Builtin> All =>
    [
        new("units.parse", 1, false, static (c, a) => Parse(c, a, bytes: false)),
        new("units.parse_bytes", 1, false, static (c, a) => Parse(c, a, bytes: true)),
    ];

    private static RegoValue? Parse(BuiltinContext context, ReadOnlySpan<RegoValue> arguments, bool bytes)
    {
        if (!context.Text(arguments, 1, out string raw))
        {
            return null;
        }

        string text = raw.Replace("\"", string.Empty, StringComparison.Ordinal);
        if (text.Contains(' ', StringComparison.Ordinal))
        {
            return context.Failure("spaces not allowed in resource strings");
        }

        int split = AmountLength(text);
        string amount = text[..split];
        string unit = text[split..];
        if (amount.Length == 0)
        {
            return context.Failure(bytes ? "no byte amount provided" : "no amount provided");
        }

        int mark = amount.IndexOfAny(['e', 'E']);
        if (mark >= 0 && (!int.TryParse(amount.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int exponent) || Math.Abs(exponent) > 300))
        {
            return context.Failure("exponent too large");
        }

        if (Factor(unit, bytes) is not { } factor)
        {
            return context.Failure(bytes ? $"byte unit {unit} not recognized" : $"unit {(unit.Length > 1 ? unit[..1] + unit[1..].ToLowerInvariant() : unit)} not recognized");
        }

        return ExactDecimal.TryParse(Normal(amount), out ExactDecimal number)
            ? Scaled(number, factor, bytes)
            : context.Failure(bytes ? "could not parse byte amount to a number" : "could not parse amount to a number");
    }

    // A letter e belongs to the amount only when an exponent follows it; 5E is five exa.
    private static int AmountLength(string text)
    {
        int at = 0;
        if (at < text.Length && text[at] is '-' or '+')
        {
            at++;
        }

        while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '.'))
        {
            at++;
        }

        if (at > 0 && at < text.Length && text[at] is 'e' or 'E')
        {
            int digits = at + 1 < text.Length && text[at + 1] is '-' or '+' ? at + 2 : at + 1;
            int end = digits;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
            {
                end++;
            }

            return end > digits ? end : at;
        }

        return at;
    }

    private static string Normal(string amount)
    {
        amount = amount.TrimStart('+');
        bool negative = amount.StartsWith('-');
        string digits = negative ? amount[1..] : amount;
        digits = digits.StartsWith('.') ? "0" + digits : digits;
        digits = digits.EndsWith('.') ? digits[..^1] : digits;
        while (digits.Length > 1 && digits[0] == '0' && char.IsAsciiDigit(digits[1]))
        {
            digits = digits[1..];
        }

        return negative ? "-" + digits : digits;
    }

    private static (BigInteger Scale, int Exponent)? Factor(string unit, bool bytes)
    {
        if (!bytes && unit == "m")
        {
            return (1, -3);
        }

        string name = unit.ToLowerInvariant();
        name = bytes && name.EndsWith('b') ? name[..^1] : name;
        if (name.Length == 0)
        {
            return (1, 0);
        }

        int rank = "kmgtpe".IndexOf(name[0], StringComparison.Ordinal) + 1;
        if (rank == 0 || name.Length > 2 || (name.Length == 2 && name[1] != 'i'))
        {
            return null;
        }

        return name.Length == 2 ? (BigInteger.Pow(1024, rank), 0) : (1, 3 * rank);
    }

    private static RegoNumber Scaled(ExactDecimal number, (BigInteger Scale, int Exponent) factor, bool bytes)
    {
        ExactDecimal scaled = ExactDecimal.Of(number.Unscaled * factor.Scale, number.Exponent + factor.Exponent);
        if (scaled.Exponent >= 0)
        {
            return RegoNumber.Of(scaled.Unscaled * BigInteger.Pow(10, scaled.Exponent));
        }

        if (bytes)
        {
            return RegoNumber.Of(BigInteger.Divide(scaled.Unscaled, BigInteger.Pow(10, -scaled.Exponent)));
        }

        BigInteger unit = BigInteger.Pow(10, Math.Max(0, -scaled.Exponent - 10));
        BigInteger tenDigits = BigInteger.Abs(scaled.Unscaled) * BigInteger.Pow(10, Math.Max(0, 10 + scaled.Exponent));
        tenDigits = (tenDigits + (unit / 2)) / unit;
        string digits = tenDigits.ToString(CultureInfo.InvariantCulture).PadLeft(11, '0');
        string text = (scaled.Unscaled.Sign < 0 ? "-" : string.Empty) + digits[..^10] + "." + digits[^10..];
        return RegoNumber.TryParse(text, out RegoNumber? result) ? result : RegoNumber.Of(0);
    }
}
