using System.Numerics;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>Arithmetic: exact on integers of any size, in 64-bit-mantissa floating point on fractions, as OPA computes.</summary>
internal static class Arithmetic
{
    internal static IEnumerable<Builtin> All =>
    [
        new("plus", 2, false, Plus),
        new("minus", 2, false, Minus),
        new("mul", 2, false, Multiply),
        new("div", 2, false, Divide),
        new("rem", 2, false, Remainder),
        new("abs", 1, false, static (c, a) => Rounded(c, a, static f => f.Sign < 0 ? -f : f)),
        new("round", 1, false, static (c, a) => Rounded(c, a, static f => Whole(f + (f.Sign < 0 ? -Half : Half)))),
        new("ceil", 1, false, static (c, a) => Rounded(c, a, static f => Toward(f, 1))),
        new("floor", 1, false, static (c, a) => Rounded(c, a, static f => Toward(f, -1))),
    ];

    private static ExtendedFloat Half { get; } = ExtendedFloat.From(ExactDecimal.Of(5, -1));

    internal static RegoValue? Add(BuiltinContext context, RegoNumber left, RegoNumber right)
    {
        if (left.TryGetInt64(out long a) && right.TryGetInt64(out long b))
        {
            long sum = unchecked(a + b);
            if (((a ^ sum) & (b ^ sum)) >= 0)
            {
                return RegoNumber.Of(sum);
            }
        }

        return left.TryGetWhole(out BigInteger x) && right.TryGetWhole(out BigInteger y)
            ? Bounded(context, x + y)
            : Bounded(context, left.ToExtended() + right.ToExtended());
    }

    internal static RegoValue? Multiply(BuiltinContext context, RegoNumber left, RegoNumber right)
    {
        if (left.TryGetInt64(out long a) && right.TryGetInt64(out long b))
        {
            long high = Math.BigMul(a, b, out long low);
            if (high == low >> 63)
            {
                return RegoNumber.Of(low);
            }
        }

        return left.TryGetWhole(out BigInteger x) && right.TryGetWhole(out BigInteger y)
            ? Bounded(context, x * y)
            : Bounded(context, left.ToExtended() * right.ToExtended());
    }

    internal static RegoValue? Bounded(BuiltinContext context, BigInteger whole) =>
        whole.GetBitLength() <= context.Limits.MaxIntegerBits ? RegoNumber.Of(whole) : context.LimitReached("number is too large");

    private static RegoValue? Plus(BuiltinContext context, ReadOnlySpan<RegoValue> arguments) =>
        context.Number(arguments, 1, out RegoNumber left) && context.Number(arguments, 2, out RegoNumber right) ? Add(context, left, right) : null;

    private static RegoValue? Multiply(BuiltinContext context, ReadOnlySpan<RegoValue> arguments) =>
        context.Number(arguments, 1, out RegoNumber left) && context.Number(arguments, 2, out RegoNumber right) ? Multiply(context, left, right) : null;

    private static RegoValue? Minus(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (arguments[0] is RegoNumber left && arguments[1] is RegoNumber right)
        {
            if (left.TryGetInt64(out long a) && right.TryGetInt64(out long b))
            {
                long difference = unchecked(a - b);
                if (((a ^ b) & (a ^ difference)) >= 0)
                {
                    return RegoNumber.Of(difference);
                }
            }

            return left.TryGetWhole(out BigInteger x) && right.TryGetWhole(out BigInteger y)
                ? Bounded(context, x - y)
                : Bounded(context, left.ToExtended() - right.ToExtended());
        }

        if (arguments[0] is RegoSet kept && arguments[1] is RegoSet removed)
        {
            return Sets.Difference(kept, removed);
        }

        return arguments[0] is not (RegoNumber or RegoSet)
            ? context.WrongType(1, arguments[0], "number", "set")
            : context.WrongType(2, arguments[1], arguments[1] is RegoNumber ? "set" : "number");
    }

    private static RegoValue? Divide(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Number(arguments, 1, out RegoNumber left) || !context.Number(arguments, 2, out RegoNumber right))
        {
            return null;
        }

        if (right.Sign == 0)
        {
            return context.Failure("divide by zero");
        }

        return left.TryGetInt64(out long a) && right.TryGetInt64(out long b) && b != -1 && a % b == 0
            ? RegoNumber.Of(a / b)
            : Bounded(context, left.ToExtended() / right.ToExtended());
    }

    private static RegoValue? Remainder(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Number(arguments, 1, out RegoNumber left) || !context.Number(arguments, 2, out RegoNumber right))
        {
            return null;
        }

        if (!left.TryGetWhole(out BigInteger x) || !right.TryGetWhole(out BigInteger y))
        {
            return context.Failure("modulo on floating-point number");
        }

        return y.IsZero ? context.Failure("modulo by zero") : RegoNumber.Of(BigInteger.Remainder(x, y));
    }

    private static RegoValue? Rounded(BuiltinContext context, ReadOnlySpan<RegoValue> arguments, Func<ExtendedFloat, ExtendedFloat> round)
    {
        if (!context.Number(arguments, 1, out RegoNumber number))
        {
            return null;
        }

        return number.TryGetInt64(out long whole) && whole >= 0 ? number : Bounded(context, round(number.ToExtended()));
    }

    private static ExtendedFloat Whole(ExtendedFloat value) => value.IsWhole ? value : ExtendedFloat.From(value.Truncate());

    private static ExtendedFloat Toward(ExtendedFloat value, int direction)
    {
        if (value.IsWhole)
        {
            return value;
        }

        ExtendedFloat truncated = ExtendedFloat.From(value.Truncate());
        return value.Sign == direction ? truncated + ExtendedFloat.From(direction) : truncated;
    }

    private static RegoValue? Bounded(BuiltinContext context, ExtendedFloat value) =>
        Math.Abs((long)value.Exponent) <= context.Limits.MaxIntegerBits ? value.ToNumber() : context.LimitReached("number is out of range");
}
