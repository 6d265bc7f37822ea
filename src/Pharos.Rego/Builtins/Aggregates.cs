using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>Aggregates over collections: count, sum, product, max, min, sort, and the deprecated any and all.</summary>
internal static class Aggregates
{
    internal static IEnumerable<Builtin> All =>
    [
        new("count", 1, false, Count),
        new("sum", 1, false, static (c, a) => Fold(c, a, 0, Arithmetic.Add)),
        new("product", 1, false, static (c, a) => Fold(c, a, 1, Arithmetic.Multiply)),
        new("max", 1, false, static (c, a) => Extreme(c, a, 1)),
        new("min", 1, false, static (c, a) => Extreme(c, a, -1)),
        new("sort", 1, false, Sort),
        new("all", 1, false, static (c, a) => c.Elements(a, 1, out IReadOnlyCollection<RegoValue> items) ? RegoBoolean.Of(items.All(static i => i == RegoBoolean.True)) : null),
        new("any", 1, false, static (c, a) => c.Elements(a, 1, out IReadOnlyCollection<RegoValue> items) ? RegoBoolean.Of(items.Any(static i => i == RegoBoolean.True)) : null),
    ];

    private static RegoValue? Count(BuiltinContext context, ReadOnlySpan<RegoValue> arguments) => arguments[0] switch
    {
        RegoArray array => RegoNumber.Of(array.Count),
        RegoObject entries => RegoNumber.Of(entries.Count),
        RegoSet set => RegoNumber.Of(set.Count),
        RegoString text => RegoNumber.Of(Strings.CountRunes(text.Value)),
        _ => context.WrongType(1, arguments[0], "array", "object", "set", "string"),
    };

    private static RegoValue? Fold(
        BuiltinContext context, ReadOnlySpan<RegoValue> arguments, long start, Func<BuiltinContext, RegoNumber, RegoNumber, RegoValue?> step)
    {
        if (!Collection(context, arguments, out IReadOnlyCollection<RegoValue> items))
        {
            return null;
        }

        RegoNumber total = RegoNumber.Of(start);
        foreach (RegoValue item in items)
        {
            if (item is not RegoNumber number)
            {
                return context.WrongElement(1, arguments[0], item, "number");
            }

            if (step(context, total, number) is not RegoNumber next)
            {
                return null;
            }

            total = next;
        }

        return total;
    }

    private static RegoValue? Extreme(BuiltinContext context, ReadOnlySpan<RegoValue> arguments, int direction)
    {
        if (!Collection(context, arguments, out IReadOnlyCollection<RegoValue> items))
        {
            return null;
        }

        RegoValue? best = null;
        foreach (RegoValue item in items)
        {
            if (best is null || Math.Sign(item.CompareTo(best)) == direction)
            {
                best = item;
            }
        }

        return best;
    }

    private static RegoValue? Sort(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!Collection(context, arguments, out IReadOnlyCollection<RegoValue> items))
        {
            return null;
        }

        RegoValue[] sorted = [.. items];
        if (arguments[0] is RegoArray)
        {
            Array.Sort(sorted);
        }

        return RegoArray.Adopt(sorted);
    }

    private static bool Collection(BuiltinContext context, ReadOnlySpan<RegoValue> arguments, out IReadOnlyCollection<RegoValue> items)
    {
        items = arguments[0] switch { RegoArray array => array, RegoSet set => set, _ => [] };
        if (arguments[0] is RegoArray or RegoSet)
        {
            return true;
        }

        context.WrongType(1, arguments[0], "set", "array");
        return false;
    }
}
