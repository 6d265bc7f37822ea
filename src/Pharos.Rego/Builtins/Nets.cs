using System.Numerics;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>Internet address ranges.</summary>
internal static class Nets
{
    internal static IEnumerable<Builtin> All =>
    [
        new("net.cidr_contains", 2, false, Contains),
        new("net.cidr_contains_matches", 2, false, ContainsMatches),
        new("net.cidr_intersects", 2, false, Intersects),
        new("net.cidr_overlap", 2, false, Contains),
        new("net.cidr_is_valid", 1, false, static (_, a) => RegoBoolean.Of(a[0] is RegoString text && AddressRange.ParseCidr(text.Value) is not null)),
        new("net.cidr_expand", 1, false, Expand),
        new("net.cidr_merge", 1, false, Merge),
    ];

    private static RegoValue? Contains(BuiltinContext context, ReadOnlySpan<RegoValue> arguments) =>
        context.Text(arguments, 1, out string outer) && context.Text(arguments, 2, out string inner) ? Contains(context, outer, inner) : null;

    private static RegoValue? Contains(BuiltinContext context, string outer, string inner)
    {
        if (AddressRange.ParseCidr(outer) is not { } range)
        {
            return context.Failure("invalid CIDR address: " + outer);
        }

        return (AddressRange.ParseCidr(inner) ?? AddressRange.ParseAddress(inner)) is { } other
            ? RegoBoolean.Of(range.Contains(other))
            : context.Failure("invalid CIDR address: " + inner);
    }

    private static RegoValue? Intersects(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Text(arguments, 1, out string left) || !context.Text(arguments, 2, out string right))
        {
            return null;
        }

        if (AddressRange.ParseCidr(left) is not { } a)
        {
            return context.Failure("invalid CIDR address: " + left);
        }

        return AddressRange.ParseCidr(right) is { } b ? RegoBoolean.Of(a.Contains(b) || b.Contains(a)) : context.Failure("invalid CIDR address: " + right);
    }

    private static RegoValue? Expand(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Text(arguments, 1, out string text))
        {
            return null;
        }

        if (AddressRange.ParseCidr(text) is not { } range)
        {
            return context.Failure("invalid CIDR address: " + text);
        }

        if (range.Last - range.First >= context.Limits.MaxElements)
        {
            return context.LimitReached($"the range has more than {context.Limits.MaxElements} addresses");
        }

        var addresses = new RegoSet.Builder();
        for (BigInteger address = range.First; address <= range.Last; address++)
        {
            addresses.Add(RegoString.Of(AddressRange.Show(address, range.IsSix)));
        }

        return addresses.Build();
    }

    private static RegoValue? Merge(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Texts(arguments, 1, out string[] texts))
        {
            return null;
        }

        var ranges = new List<AddressRange>();
        foreach (string text in texts)
        {
            if ((AddressRange.ParseCidr(text) ?? AddressRange.ParseClassful(text)) is not { } range)
            {
                return context.Failure(System.Net.IPAddress.TryParse(text, out _) ? "IPv6 invalid: needs prefix length" : "invalid CIDR address: " + text);
            }

            ranges.Add(range);
        }

        var merged = new List<AddressRange>();
        foreach (AddressRange range in ranges.OrderBy(static r => r.IsSix).ThenBy(static r => r.First))
        {
            if (merged.Count > 0 && merged[^1].IsSix == range.IsSix && range.First <= merged[^1].Last + 1)
            {
                merged[^1] = merged[^1] with { Last = BigInteger.Max(merged[^1].Last, range.Last) };
            }
            else
            {
                merged.Add(range);
            }
        }

        return RegoSet.Of([.. merged.SelectMany(static r => r.Cidrs()).Select(RegoString.Of)]);
    }

    private static RegoValue? ContainsMatches(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!Entries(context, arguments, 1, out List<(RegoValue Key, string Text)> outer) || !Entries(context, arguments, 2, out List<(RegoValue Key, string Text)> inner))
        {
            return null;
        }

        var matches = new RegoSet.Builder();
        foreach ((RegoValue outerKey, string outerText) in outer)
        {
            foreach ((RegoValue innerKey, string innerText) in inner)
            {
                if (Contains(context, outerText, innerText) is not { } contained)
                {
                    return null;
                }

                if (contained == RegoBoolean.True)
                {
                    matches.Add(RegoArray.Of(outerKey, innerKey));
                }
            }
        }

        return matches.Build();
    }

    // What a match is named by: the text itself, its index in an array, its key in an object, or the tuple that carries it in a set.
    private static bool Entries(BuiltinContext context, ReadOnlySpan<RegoValue> arguments, int position, out List<(RegoValue Key, string Text)> entries)
    {
        entries = [];
        IEnumerable<(RegoValue Key, RegoValue Item)>? items = arguments[position - 1] switch
        {
            RegoString text => [(text, text)],
            RegoArray array => array.Select(static (item, i) => ((RegoValue)RegoNumber.Of(i), item)),
            RegoSet set => set.Select(static item => (item, item)),
            RegoObject map => map.Select(static entry => (entry.Key, entry.Value)),
            _ => null,
        };
        if (items is null)
        {
            context.WrongType(position, arguments[position - 1], "string", "array", "set", "object");
            return false;
        }

        foreach ((RegoValue key, RegoValue item) in items)
        {
            RegoValue first = item is RegoArray { Count: > 0 } tuple ? tuple[0] : item;
            if (first is not RegoString text)
            {
                context.Failure($"operand {position}: element must be string or non-empty array");
                return false;
            }

            entries.Add((key, text.Value));
        }

        return true;
    }
}
