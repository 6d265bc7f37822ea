using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>Set algebra.</summary>
internal static class Sets
{
    internal static IEnumerable<Builtin> All =>
    [
        new("and", 2, false, static (c, a) => c.Set(a, 1, out RegoSet left) && c.Set(a, 2, out RegoSet right) ? Common(left, right) : null),
        new("or", 2, false, static (c, a) => c.Set(a, 1, out RegoSet left) && c.Set(a, 2, out RegoSet right) ? Joined(left, right) : null),
        new("set_diff", 2, false, static (c, a) => c.Set(a, 1, out RegoSet left) && c.Set(a, 2, out RegoSet right) ? Difference(left, right) : null),
        new("union", 1, false, static (c, a) => Over(c, a, Joined)),
        new("intersection", 1, false, static (c, a) => Over(c, a, Common)),
    ];

    internal static RegoSet Difference(RegoSet kept, RegoSet removed)
    {
        var builder = new RegoSet.Builder();
        for (int i = 0; i < kept.Count; i++)
        {
            if (!removed.Contains(kept.ItemAdded(i)))
            {
                builder.Add(kept.ItemAdded(i));
            }
        }

        return builder.Build();
    }

    private static RegoSet Common(RegoSet left, RegoSet right)
    {
        (RegoSet small, RegoSet large) = left.Count <= right.Count ? (left, right) : (right, left);
        var builder = new RegoSet.Builder();
        for (int i = 0; i < small.Count; i++)
        {
            if (large.Contains(small.ItemAdded(i)))
            {
                builder.Add(small.ItemAdded(i));
            }
        }

        return builder.Build();
    }

    private static RegoSet Joined(RegoSet left, RegoSet right)
    {
        var builder = new RegoSet.Builder(left.Count + right.Count);
        for (int i = 0; i < left.Count; i++)
        {
            builder.Add(left.ItemAdded(i));
        }

        for (int i = 0; i < right.Count; i++)
        {
            builder.Add(right.ItemAdded(i));
        }

        return builder.Build();
    }

    private static RegoValue? Over(BuiltinContext context, ReadOnlySpan<RegoValue> arguments, Func<RegoSet, RegoSet, RegoSet> combine)
    {
        if (!context.Set(arguments, 1, out RegoSet sets))
        {
            return null;
        }

        RegoSet? result = null;
        foreach (RegoValue item in sets)
        {
            if (item is not RegoSet set)
            {
                return context.WrongElement(1, sets, item, "set");
            }

            result = result is null ? set : combine(result, set);
        }

        return result ?? RegoSet.Empty;
    }
}
