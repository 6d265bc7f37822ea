using Pharos.Rego.Values;

namespace Pharos.Rego.Evaluate;

internal sealed partial class Machine
{
    public bool IsReplaced(VirtualNode node) => Scope.Replaced is { } replaced && replaced.Contains(node);

    /// <summary>The whole document at a place: stored data overlaid with what rules define.</summary>
    public RegoValue? Extent(VirtualNode node, RegoValue? stored)
    {
        if (IsReplaced(node))
        {
            return stored;
        }

        if (node.Document is { } document)
        {
            return document.Evaluate(this);
        }

        if (node.Children.Count == 0)
        {
            return node.Function is null && stored is null && node.Parent is not null ? RegoObject.Empty : stored;
        }

        var builder = stored is RegoObject map ? new RegoObject.Builder(map) : new RegoObject.Builder();
        foreach (var (name, child) in node.Children)
        {
            if (child.Function is not null && child.Children.Count == 0)
            {
                continue;
            }

            var below = stored is RegoObject holder && holder.TryGet(name, out var found) ? found : null;
            if (Extent(child, below) is { } value)
            {
                builder.Set(name, below is not null && child.Document is not null && !IsReplaced(child) ? Overlay(value, below) : value);
            }

            if (Failed)
            {
                return null;
            }
        }

        return builder.Build();
    }

    /// <summary>Where a whole document is asked for, stored data wins over a rule at the same place; objects are merged.</summary>
    private static RegoValue Overlay(RegoValue value, RegoValue stored)
    {
        if (value is not RegoObject map || stored is not RegoObject over)
        {
            return stored;
        }

        var builder = new RegoObject.Builder(map);
        foreach (var entry in over)
        {
            builder.Set(entry.Key, map.TryGet(entry.Key, out var below) ? Overlay(below, entry.Value) : entry.Value);
        }

        return builder.Build();
    }

    /// <summary>The names below a place, of stored data and of packages and rules, in order.</summary>
    public IEnumerable<RegoValue> Keys(VirtualNode node, RegoValue? stored)
    {
        if (stored is RegoArray array)
        {
            return Enumerable.Range(0, array.Count).Select(i => RegoNumber.Of(i));
        }

        var keys = new SortedSet<RegoValue>();
        if (stored is RegoObject map)
        {
            foreach (var entry in map)
            {
                keys.Add(entry.Key);
            }
        }

        foreach (var (name, child) in node.Children)
        {
            if (child.Function is null || child.Children.Count > 0)
            {
                keys.Add(RegoString.Of(name));
            }
        }

        return keys;
    }
}
