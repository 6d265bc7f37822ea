using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>Functions on arrays.</summary>
internal static class Arrays
{
    internal static IEnumerable<Builtin> All =>
    [
        new("array.concat", 2, false, static (c, a) => c.Array(a, 1, out RegoArray left) && c.Array(a, 2, out RegoArray right) ? RegoArray.Adopt([.. left.AsSpan(), .. right.AsSpan()]) : null),
        new("array.slice", 3, false, Slice),
        new("array.reverse", 1, false, Reverse),
        new("array.flatten", 1, false, Flatten),
    ];

    private static RegoValue? Slice(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Array(arguments, 1, out RegoArray array)
            || !context.Integer(arguments, 2, out long from) || !context.Integer(arguments, 3, out long until))
        {
            return null;
        }

        // Bounds outside the array are moved to its ends instead of failing.
        from = Math.Max(0, from);
        until = Math.Min(array.Count, until);
        return from >= until ? RegoArray.Empty : RegoArray.Of(array.AsSpan()[(int)from..(int)until]);
    }

    private static RegoValue? Reverse(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Array(arguments, 1, out RegoArray array))
        {
            return null;
        }

        RegoValue[] items = array.AsSpan().ToArray();
        Array.Reverse(items);
        return RegoArray.Adopt(items);
    }

    private static RegoValue? Flatten(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Array(arguments, 1, out RegoArray array))
        {
            return null;
        }

        var items = new List<RegoValue>();
        foreach (RegoValue item in array.AsSpan())
        {
            if (item is RegoArray inner)
            {
                items.AddRange(inner.AsSpan());
            }
            else
            {
                items.Add(item);
            }
        }

        return RegoArray.From(items);
    }
}
