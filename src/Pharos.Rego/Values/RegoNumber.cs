using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace Pharos.Rego.Values;

/// <summary>
/// A number with the exact value of its decimal text. Integers of 64 bits take a fast path; anything else keeps its text and an exact decimal.
/// Numbers are equal by value, but 1.0 keeps its text and does not count as an integer where Rego asks for one.
/// </summary>
public sealed class RegoNumber : RegoValue
{
    /// <summary>The largest power of ten, up or down, that a number may reach; it keeps 1e1000000 from becoming a million digits.</summary>
    public const int MaxExponent = 30_103;

    private const int SmallestCached = -128;
    private const int LargestCached = 1023;
    private static readonly System.Buffers.SearchValues<char> IntegerText = System.Buffers.SearchValues.Create("-0123456789");
    private static readonly RegoNumber[] Cached = FillCache();

    private readonly long _value;
    private readonly ExactDecimal? _exact;
    private readonly double _nearest;
    private readonly string? _text;

    private RegoNumber(long value, string? text = null)
    {
        _value = value;
        _text = text;
        _nearest = value;
    }

    private RegoNumber(ExactDecimal exact, string text)
    {
        _exact = exact;
        _text = text;
        _nearest = exact.ToDouble();
    }

    /// <inheritdoc/>
    public override RegoKind Kind => RegoKind.Number;

    /// <summary>The number as Rego and JSON print it.</summary>
    public string Text => _text ?? _value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether the value has no fraction, however it is written: 1.0 and 1e3 are whole.</summary>
    public bool IsWhole => _exact is null || _exact.Value.Exponent >= 0;

    /// <summary>-1, 0 or 1.</summary>
    public int Sign => _exact is { } exact ? exact.Unscaled.Sign : Math.Sign(_value);

    /// <summary>The number for an integer.</summary>
    public static RegoNumber Of(long value) =>
        value is >= SmallestCached and <= LargestCached ? Cached[value - SmallestCached] : new RegoNumber(value);

    /// <summary>The number for an integer of any size.</summary>
    public static RegoNumber Of(BigInteger value) =>
        value >= long.MinValue && value <= long.MaxValue
            ? Of((long)value)
            : new RegoNumber(ExactDecimal.Of(value, 0), value.ToString(CultureInfo.InvariantCulture));

    /// <summary>The number for a finite double, as its shortest text.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The double is infinite or not a number.</exception>
    public static RegoNumber Of(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A Rego number is finite.");
        }

        return TryParse(value.ToString("R", CultureInfo.InvariantCulture), out RegoNumber? number)
            ? number.IsWhole && number.TryGetWhole(out BigInteger whole) ? Of(whole) : number
            : throw new InvalidOperationException("A finite double has a readable text.");
    }

    /// <summary>Reads a number as JSON writes it; false when it is malformed or beyond <see cref="MaxExponent"/>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out RegoNumber? number)
    {
        if (IsPlainInteger(text))
        {
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long small))
            {
                number = Of(small);
                return true;
            }
        }

        if (!ExactDecimal.TryParse(text, out ExactDecimal exact))
        {
            number = null;
            return false;
        }

        number = exact.TryGetInt64(out long whole) ? new RegoNumber(whole, text) : new RegoNumber(exact, text);
        return true;
    }

    /// <summary>The value as a 64-bit integer when it is written as one, as Rego asks of operands that must be integers.</summary>
    public bool TryGetInt64(out long value)
    {
        value = _value;
        return _text is null;
    }

    /// <summary>The value as an index: a whole number of 64 bits, however it is written.</summary>
    public bool TryGetIndex(out long value)
    {
        value = _value;
        return _exact is null;
    }

    /// <summary>The exact value when it has no fraction.</summary>
    public bool TryGetWhole(out BigInteger value)
    {
        if (_exact is not { } exact)
        {
            value = _value;
            return true;
        }

        if (exact.Exponent < 0)
        {
            value = default;
            return false;
        }

        value = exact.Unscaled * BigInteger.Pow(10, exact.Exponent);
        return true;
    }

    /// <summary>The nearest double.</summary>
    public double ToDouble() => _nearest;

    /// <inheritdoc/>
    public override bool Equals(RegoValue? other) => ReferenceEquals(this, other) || (other is RegoNumber && CompareSameKind(other) == 0);

    /// <inheritdoc/>
    public override int GetHashCode() => _exact is null ? _value.GetHashCode() : _nearest.GetHashCode();

    internal ExactDecimal ToExact() => _exact ?? ExactDecimal.Of(_value, 0);

    internal ExtendedFloat ToExtended() => _exact is { } exact ? ExtendedFloat.From(exact) : ExtendedFloat.From(_value);

    private protected override int CompareSameKind(RegoValue other)
    {
        var right = (RegoNumber)other;
        if (_exact is null && right._exact is null)
        {
            return _value.CompareTo(right._value);
        }

        // Rounding to double keeps order, so different doubles decide and only equal ones need the exact values.
        int order = _nearest.CompareTo(right._nearest);
        return order != 0 ? order : ExactDecimal.Compare(ToExact(), right.ToExact());
    }

    private static bool IsPlainInteger(string text) =>
        text.Length is > 0 and <= 20 && !text.AsSpan().ContainsAnyExcept(IntegerText) && (text.Length == 1 || (text[0] != '0' && !text.StartsWith("-0", StringComparison.Ordinal)));

    private static RegoNumber[] FillCache()
    {
        var cache = new RegoNumber[LargestCached - SmallestCached + 1];
        for (int i = 0; i < cache.Length; i++)
        {
            cache[i] = new RegoNumber(i + SmallestCached);
        }

        return cache;
    }
}
