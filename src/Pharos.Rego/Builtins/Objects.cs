using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>Functions on objects.</summary>
internal static class Objects
{
    internal static IEnumerable<Builtin> All =>
    [
        new("object.get", 3, false, Get),
        new("object.keys", 1, false, static (c, a) => c.Object(a, 1, out RegoObject entries) ? KeysOf(entries) : null),
        new("object.remove", 2, false, static (c, a) => Select(c, a, keep: false)),
        new("object.filter", 2, false, static (c, a) => Select(c, a, keep: true)),
        new("object.union", 2, false, static (c, a) => c.Object(a, 1, out RegoObject left) && c.Object(a, 2, out RegoObject right) ? Merge(left, right) : null),
        new("object.union_n", 1, false, UnionAll),
        new("object.subset", 2, false, Subset),
    ];

    private static RegoValue? Get(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Object(arguments, 1, out RegoObject entries))
        {
            return null;
        }

        if (arguments[1] is not RegoArray path)
        {
            return entries.TryGet(arguments[1], out RegoValue? value) ? value : arguments[2];
        }

        RegoValue at = entries;
        foreach (RegoValue step in path.AsSpan())
        {
            RegoValue? next = null;
            bool found = at switch
            {
                RegoObject inner => inner.TryGet(step, out next),
                RegoArray array => array.TryGet(step, out next),
                RegoSet set => set.Contains(next = step),
                _ => false,
            };
            if (!found)
            {
                return arguments[2];
            }

            at = next!;
        }

        return at;
    }

    private static RegoSet KeysOf(RegoObject entries)
    {
        var keys = new RegoSet.Builder(entries.Count);
        foreach (KeyValuePair<RegoValue, RegoValue> entry in entries)
        {
            keys.Add(entry.Key);
        }

        return keys.Build();
    }

    private static RegoValue? Select(BuiltinContext context, ReadOnlySpan<RegoValue> arguments, bool keep)
    {
        if (!context.Object(arguments, 1, out RegoObject entries))
        {
            return null;
        }

        RegoSet named;
        switch (arguments[1])
        {
            case RegoSet set:
                named = set;
                break;
            case RegoArray array:
                named = RegoSet.Of(array.AsSpan());
                break;
            case RegoObject keys:
                named = KeysOf(keys);
                break;
            default:
                return context.WrongType(2, arguments[1], "object", "set", "array");
        }

        var kept = new RegoObject.Builder();
        foreach (KeyValuePair<RegoValue, RegoValue> entry in entries)
        {
            if (named.Contains(entry.Key) == keep)
            {
                kept.Set(entry.Key, entry.Value);
            }
        }

        return kept.Build();
    }

    private static RegoObject Merge(RegoObject left, RegoObject right)
    {
        var merged = new RegoObject.Builder(left);
        foreach (KeyValuePair<RegoValue, RegoValue> entry in right)
        {
            bool nested = merged.TryGet(entry.Key, out RegoValue? existing) && existing is RegoObject && entry.Value is RegoObject;
            merged.Set(entry.Key, nested ? Merge((RegoObject)existing!, (RegoObject)entry.Value) : entry.Value);
        }

        return merged.Build();
    }

    private static RegoValue? UnionAll(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Array(arguments, 1, out RegoArray objects))
        {
            return null;
        }

        RegoObject merged = RegoObject.Empty;
        foreach (RegoValue item in objects.AsSpan())
        {
            if (item is not RegoObject entries)
            {
                return context.WrongElement(1, objects, item, "object");
            }

            merged = Merge(merged, entries);
        }

        return merged;
    }

    private static RegoValue? Subset(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        switch (arguments[0], arguments[1])
        {
            case (RegoObject super, RegoObject sub):
                return RegoBoolean.Of(Contains(super, sub));
            case (RegoSet super, RegoSet sub):
                return RegoBoolean.Of(sub.All(super.Contains));
            case (RegoArray super, RegoArray sub):
                return RegoBoolean.Of(ContainsRun(super, sub));
            case (RegoArray super, RegoSet sub):
                return RegoBoolean.Of(sub.All(item => super.Contains(item)));
            default:
                return context.Fail(BuiltinError.TypeCode, "both arguments object.subset must be of the same type or array and set");
        }
    }

    private static bool Contains(RegoObject super, RegoObject sub)
    {
        foreach (KeyValuePair<RegoValue, RegoValue> entry in sub)
        {
            if (!super.TryGet(entry.Key, out RegoValue? value) || !Covers(value, entry.Value))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Covers(RegoValue super, RegoValue sub) => (super, sub) switch
    {
        (RegoObject a, RegoObject b) => Contains(a, b),
        (RegoSet a, RegoSet b) => b.All(a.Contains),
        (RegoArray a, RegoArray b) => ContainsRun(a, b),
        _ => super.Equals(sub),
    };

    private static bool ContainsRun(RegoArray super, RegoArray sub)
    {
        for (int start = 0; start + sub.Count <= super.Count; start++)
        {
            int same = 0;
            while (same < sub.Count && super[start + same].Equals(sub[same]))
            {
                same++;
            }

            if (same == sub.Count)
            {
                return true;
            }
        }

        return false;
    }
}
