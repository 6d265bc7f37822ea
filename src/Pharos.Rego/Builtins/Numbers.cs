using System.Numerics;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>Ranges of integers and random ones.</summary>
internal static class Numbers
{
    internal static IEnumerable<Builtin> All =>
    [
        new("numbers.range", 2, false, static (c, a) => c.BigInteger(a, 1, out BigInteger from) && c.BigInteger(a, 2, out BigInteger to) ? Range(c, from, to, 1) : null),
        new("numbers.range_step", 3, false, RangeStep),
        new("rand.intn", 2, true, RandomInteger),
    ];

    private static RegoValue? RangeStep(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.BigInteger(arguments, 1, out BigInteger from) || !context.BigInteger(arguments, 2, out BigInteger to) || !context.BigInteger(arguments, 3, out BigInteger step))
        {
            return null;
        }

        return step.Sign <= 0 ? context.Failure("step must be a positive integer") : Range(context, from, to, step);
    }

    private static RegoValue? Range(BuiltinContext context, BigInteger from, BigInteger to, BigInteger step)
    {
        BigInteger count = (BigInteger.Abs(to - from) / step) + 1;
        if (count > context.Limits.MaxElements)
        {
            return context.LimitReached($"the range has more than {context.Limits.MaxElements} numbers");
        }

        step = from <= to ? step : -step;
        var items = new RegoValue[(int)count];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = RegoNumber.Of(from);
            from += step;
        }

        return RegoArray.Adopt(items);
    }

    private static RegoValue? RandomInteger(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Text(arguments, 1, out _) || !context.Integer(arguments, 2, out long bound))
        {
            return null;
        }

        context.MarkNondeterministic();
        if (bound is 0 or long.MinValue)
        {
            return RegoNumber.Of(0);
        }

        RegoArray key = RegoArray.Of(arguments[0], RegoNumber.Of(Math.Abs(bound)));
        return context.TryRecall("rand.intn", key, out RegoValue? known)
            ? known
            : context.Remember("rand.intn", key, RegoNumber.Of(context.Random.NextInt64(Math.Abs(bound))));
    }
}
