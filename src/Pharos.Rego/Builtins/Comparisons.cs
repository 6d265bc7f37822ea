using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>Comparison and membership: the functions behind <c>== != &lt; &lt;= &gt; &gt;= in</c>, and unification of two known values.</summary>
internal static class Comparisons
{
    internal static IEnumerable<Builtin> All =>
    [
        new("eq", 2, false, static (_, a) => RegoBoolean.Of(a[0].Equals(a[1]))),
        new("equal", 2, false, static (_, a) => RegoBoolean.Of(a[0].Equals(a[1]))),
        new("assign", 2, false, static (_, a) => RegoBoolean.Of(a[0].Equals(a[1]))),
        new("neq", 2, false, static (_, a) => RegoBoolean.Of(!a[0].Equals(a[1]))),
        new("lt", 2, false, static (_, a) => RegoBoolean.Of(a[0].CompareTo(a[1]) < 0)),
        new("lte", 2, false, static (_, a) => RegoBoolean.Of(a[0].CompareTo(a[1]) <= 0)),
        new("gt", 2, false, static (_, a) => RegoBoolean.Of(a[0].CompareTo(a[1]) > 0)),
        new("gte", 2, false, static (_, a) => RegoBoolean.Of(a[0].CompareTo(a[1]) >= 0)),
        new("internal.member_2", 2, false, static (_, a) => RegoBoolean.Of(IsMember(a[0], a[1]))),
        new("internal.member_3", 3, false, static (_, a) => RegoBoolean.Of(IsEntry(a[0], a[1], a[2]))),
    ];

    private static bool IsMember(RegoValue item, RegoValue collection)
    {
        switch (collection)
        {
            case RegoSet set:
                return set.Contains(item);
            case RegoArray array:
                foreach (RegoValue element in array.AsSpan())
                {
                    if (element.Equals(item))
                    {
                        return true;
                    }
                }

                return false;
            case RegoObject entries:
                for (int i = 0; i < entries.Count; i++)
                {
                    if (entries.ValueAt(i).Equals(item))
                    {
                        return true;
                    }
                }

                return false;
            default:
                return false;
        }
    }

    private static bool IsEntry(RegoValue key, RegoValue item, RegoValue collection) => collection switch
    {
        RegoSet set => key.Equals(item) && set.Contains(item),
        RegoArray array => array.TryGet(key, out RegoValue? element) && element.Equals(item),
        RegoObject entries => entries.TryGet(key, out RegoValue? value) && value.Equals(item),
        _ => false,
    };
}
