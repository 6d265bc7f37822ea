using System.Numerics;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>Bitwise operations on integers of any size, in two's complement.</summary>
internal static class Bits
{
    internal static IEnumerable<Builtin> All =>
    [
        new("bits.and", 2, false, static (c, a) => Binary(c, a, static (x, y) => x & y)),
        new("bits.or", 2, false, static (c, a) => Binary(c, a, static (x, y) => x | y)),
        new("bits.xor", 2, false, static (c, a) => Binary(c, a, static (x, y) => x ^ y)),
        new("bits.negate", 1, false, static (c, a) => c.BigInteger(a, 1, out BigInteger x) ? RegoNumber.Of(-x - 1) : null),
        new("bits.lsh", 2, false, static (c, a) => Shift(c, a, left: true)),
        new("bits.rsh", 2, false, static (c, a) => Shift(c, a, left: false)),
    ];

    private static RegoValue? Binary(BuiltinContext context, ReadOnlySpan<RegoValue> arguments, Func<BigInteger, BigInteger, BigInteger> apply) =>
        context.BigInteger(arguments, 1, out BigInteger x) && context.BigInteger(arguments, 2, out BigInteger y) ? RegoNumber.Of(apply(x, y)) : null;

    private static RegoValue? Shift(BuiltinContext context, ReadOnlySpan<RegoValue> arguments, bool left)
    {
        if (!context.BigInteger(arguments, 1, out BigInteger value) || !context.BigInteger(arguments, 2, out BigInteger distance))
        {
            return null;
        }

        if (distance.Sign < 0)
        {
            return context.Fail(BuiltinError.TypeCode, "operand 2 must be an unsigned integer number but got a negative integer");
        }

        if (left && distance + value.GetBitLength() > context.Limits.MaxIntegerBits)
        {
            return value.IsZero ? RegoNumber.Of(0) : context.LimitReached("number is too large");
        }

        int places = (int)BigInteger.Min(distance, int.MaxValue);
        return RegoNumber.Of(left ? value << places : value >> places);
    }
}
