using System.Globalization;
using System.Numerics;
using System.Text;

namespace Pharos.Rego.Values;

/// <summary>
/// A binary floating-point number with a mantissa of 64 bits and an unbounded exponent. OPA computes fractions in this format, so
/// that 0.1 + 0.2 is 0.3; computing in double or in decimal would give other results for the same policy.
/// </summary>
internal readonly struct ExtendedFloat
{
    private const int Precision = 64;

    private ExtendedFloat(BigInteger mantissa, int exponent)
    {
        Mantissa = mantissa;
        Exponent = exponent;
    }

    internal BigInteger Mantissa { get; }

    internal int Exponent { get; }

    internal int Sign => Mantissa.Sign;

    public static ExtendedFloat operator +(ExtendedFloat left, ExtendedFloat right)
    {
        if (left.Mantissa.IsZero)
        {
            return right;
        }

        if (right.Mantissa.IsZero)
        {
            return left;
        }

        int common = Math.Min(left.Exponent, right.Exponent);
        return Round((left.Mantissa << (left.Exponent - common)) + (right.Mantissa << (right.Exponent - common)), common, sticky: false);
    }

    public static ExtendedFloat operator -(ExtendedFloat value) => new(-value.Mantissa, value.Exponent);

    public static ExtendedFloat operator -(ExtendedFloat left, ExtendedFloat right) => left + -right;

    public static ExtendedFloat operator *(ExtendedFloat left, ExtendedFloat right) =>
        Round(left.Mantissa * right.Mantissa, left.Exponent + right.Exponent, sticky: false);

    public static ExtendedFloat operator /(ExtendedFloat left, ExtendedFloat right)
    {
        if (left.Mantissa.IsZero)
        {
            return default;
        }

        const int Extra = (2 * Precision) + 2;
        BigInteger quotient = BigInteger.DivRem(left.Mantissa << Extra, right.Mantissa, out BigInteger rest);
        return Round(quotient, left.Exponent - right.Exponent - Extra, !rest.IsZero);
    }

    internal static ExtendedFloat From(BigInteger whole) => Round(whole, 0, sticky: false);

    internal static ExtendedFloat From(ExactDecimal exact)
    {
        if (exact.Exponent >= 0)
        {
            return Round(exact.Unscaled * BigInteger.Pow(10, exact.Exponent), 0, sticky: false);
        }

        BigInteger divisor = BigInteger.Pow(10, -exact.Exponent);
        int shift = (int)Math.Max(0, divisor.GetBitLength() - BigInteger.Abs(exact.Unscaled).GetBitLength() + Precision + 2);
        BigInteger quotient = BigInteger.DivRem(exact.Unscaled << shift, divisor, out BigInteger rest);
        return Round(quotient, -shift, !rest.IsZero);
    }

    /// <summary>The value without its fraction, towards zero.</summary>
    internal BigInteger Truncate() => Exponent >= 0 ? Mantissa << Exponent : BigInteger.Divide(Mantissa, BigInteger.One << -Exponent);

    internal bool IsWhole => Exponent >= 0 || (Mantissa & ((BigInteger.One << -Exponent) - 1)).IsZero;

    /// <summary>The number whose text is the shortest that rounds back to this value.</summary>
    internal RegoNumber ToNumber()
    {
        if (IsWhole && Exponent < Precision && Truncate() is var whole && BigInteger.Abs(whole).GetBitLength() <= Precision)
        {
            return RegoNumber.Of(whole);
        }

        (string digits, int point) = ShortestDigits();
        string text = IsWhole ? Plain(digits, point) : General(digits, point);
        return RegoNumber.TryParse(Sign < 0 ? "-" + text : text, out RegoNumber? number)
            ? number
            : throw new OverflowException("The result is beyond the range of Rego numbers.");
    }

    /// <summary>The shortest decimal digits that round to this value, and where the point stands (0.d1d2… × 10^point).</summary>
    internal (string Digits, int Point) ShortestDigits()
    {
        BigInteger mantissa = BigInteger.Abs(Mantissa);
        int shift = Precision - (int)mantissa.GetBitLength();
        mantissa <<= shift;
        int exponent = Exponent - shift;

        // Everything is scaled by two, so that the half-way points to both neighbours are integers.
        BigInteger lower = (mantissa << 1) - 1;
        BigInteger upper = (mantissa << 1) + 1;
        if (mantissa == BigInteger.One << (Precision - 1))
        {
            lower = (mantissa << 2) - 1;
            upper = (mantissa << 2) + 2;
            exponent--;
        }

        exponent--;
        BigInteger scale = BigInteger.One;
        if (exponent >= 0)
        {
            lower <<= exponent;
            upper <<= exponent;
        }
        else
        {
            scale <<= -exponent;
        }

        bool inclusive = mantissa.IsEven;
        for (int power = (int)Math.Ceiling(BigInteger.Log10(upper) - BigInteger.Log10(scale)) + 1; ; power--)
        {
            // A multiple of 10^power inside the interval; the largest such power gives the fewest digits.
            BigInteger step = power >= 0 ? BigInteger.Pow(10, power) * scale : scale;
            BigInteger low = power >= 0 ? lower : lower * BigInteger.Pow(10, -power);
            BigInteger high = power >= 0 ? upper : upper * BigInteger.Pow(10, -power);
            BigInteger first = BigInteger.DivRem(low, step, out BigInteger rest);
            first += inclusive && rest.IsZero ? 0 : 1;
            BigInteger last = BigInteger.DivRem(high, step, out rest);
            last -= !inclusive && rest.IsZero ? 1 : 0;
            if (first > last)
            {
                continue;
            }

            BigInteger middle = (low + high) / 2;
            BigInteger nearest = (middle + (step / 2)) / step;
            nearest = BigInteger.Max(first, BigInteger.Min(last, nearest));
            string digits = nearest.ToString(CultureInfo.InvariantCulture);
            int point = digits.Length + power;
            return (digits.TrimEnd('0'), point);
        }
    }

    private static string Plain(string digits, int point)
    {
        var text = new StringBuilder();
        if (point <= 0)
        {
            return text.Append("0.").Append('0', -point).Append(digits).ToString();
        }

        return digits.Length <= point
            ? text.Append(digits).Append('0', point - digits.Length).ToString()
            : text.Append(digits, 0, point).Append('.').Append(digits, point, digits.Length - point).ToString();
    }

    private static string General(string digits, int point)
    {
        // OPA prints with the rule of C's %g and six digits, whatever the number of digits really is.
        int exponent = point - 1;
        if (exponent is >= -4 and < 6)
        {
            return Plain(digits, point);
        }

        var text = new StringBuilder().Append(digits[0]);
        if (digits.Length > 1)
        {
            text.Append('.').Append(digits, 1, digits.Length - 1);
        }

        return text.Append('e').Append(exponent < 0 ? '-' : '+').Append(Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture)).ToString();
    }

    private static ExtendedFloat Round(BigInteger mantissa, int exponent, bool sticky)
    {
        if (mantissa.IsZero)
        {
            return default;
        }

        bool negative = mantissa.Sign < 0;
        BigInteger magnitude = BigInteger.Abs(mantissa);
        int excess = (int)magnitude.GetBitLength() - Precision;
        if (excess > 0)
        {
            BigInteger rest = magnitude & ((BigInteger.One << excess) - 1);
            BigInteger half = BigInteger.One << (excess - 1);
            magnitude >>= excess;
            exponent += excess;
            int order = rest.CompareTo(half);
            if (order > 0 || (order == 0 && (sticky || !magnitude.IsEven)))
            {
                magnitude++;
            }
        }

        return new ExtendedFloat(negative ? -magnitude : magnitude, exponent);
    }
}
