using System.Globalization;
using System.Numerics;

namespace Pharos.Rego.Values;

/// <summary>An exact decimal: <c>Unscaled × 10^Exponent</c>, normalised so that the unscaled part does not end in a zero digit.</summary>
internal readonly record struct ExactDecimal(BigInteger Unscaled, int Exponent)
{
    private const int MaxDigits = 100_000;

    internal static ExactDecimal Of(BigInteger unscaled, int exponent)
    {
        if (unscaled.IsZero)
        {
            return default;
        }

        // Fractions must be normalised so that a whole value is recognised by its exponent; whole values may keep their zeros.
        while (exponent < 0)
        {
            BigInteger shorter = BigInteger.DivRem(unscaled, 10, out BigInteger digit);
            if (!digit.IsZero)
            {
                break;
            }

            unscaled = shorter;
            exponent++;
        }

        return new ExactDecimal(unscaled, exponent);
    }

    internal static bool TryParse(ReadOnlySpan<char> text, out ExactDecimal value)
    {
        value = default;
        int at = 0;
        bool negative = at < text.Length && text[at] == '-';
        at += negative ? 1 : 0;
        int wholeStart = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        ReadOnlySpan<char> whole = text[wholeStart..at];
        ReadOnlySpan<char> fraction = default;
        if (at < text.Length && text[at] == '.')
        {
            int fractionStart = ++at;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
            {
                at++;
            }

            fraction = text[fractionStart..at];
            if (fraction.IsEmpty)
            {
                return false;
            }
        }

        int exponent = 0;
        if (at < text.Length && text[at] is 'e' or 'E')
        {
            if (!int.TryParse(text[(at + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
            {
                return false;
            }

            at = text.Length;
        }

        if (at != text.Length || whole.IsEmpty || (whole.Length > 1 && whole[0] == '0') || text.Length > MaxDigits)
        {
            return false;
        }

        fraction = fraction.TrimEnd('0');
        string digits = string.Concat(whole, fraction);
        BigInteger unscaled = BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        if (unscaled.IsZero)
        {
            return true;
        }

        long scale = (long)exponent - fraction.Length;
        if (Math.Abs((long)exponent) > RegoNumber.MaxExponent || Math.Abs(scale + digits.Length) > RegoNumber.MaxExponent)
        {
            return false;
        }

        value = Of(negative ? -unscaled : unscaled, (int)scale);
        return true;
    }

    internal static int Compare(ExactDecimal left, ExactDecimal right)
    {
        int signs = left.Unscaled.Sign.CompareTo(right.Unscaled.Sign);
        if (signs != 0)
        {
            return signs;
        }

        int common = Math.Min(left.Exponent, right.Exponent);
        return (left.Unscaled * BigInteger.Pow(10, left.Exponent - common)).CompareTo(right.Unscaled * BigInteger.Pow(10, right.Exponent - common));
    }

    internal bool TryGetInt64(out long value)
    {
        value = 0;
        if (Exponent is < 0 or > 18)
        {
            return false;
        }

        BigInteger whole = Unscaled * BigInteger.Pow(10, Exponent);
        if (whole < long.MinValue || whole > long.MaxValue)
        {
            return false;
        }

        value = (long)whole;
        return true;
    }

    internal double ToDouble() =>
        double.Parse(string.Create(CultureInfo.InvariantCulture, $"{Unscaled}e{Exponent}"), NumberStyles.Float, CultureInfo.InvariantCulture);
}
