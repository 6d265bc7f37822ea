using Pharos.Rego.Compile;
using Pharos.Rego.Values;

namespace Pharos.Rego.Partial;

/// <summary>Makes composites, as constants where all their parts are.</summary>
internal static class Folding
{
    public static TermNode Array(IReadOnlyList<TermNode> items) => items.All(i => i is ConstantNode)
        ? new ConstantNode(RegoArray.From(items.Select(i => ((ConstantNode)i).Value)))
        : new ArrayNode(items);

    public static TermNode Set(IReadOnlyList<TermNode> items)
    {
        if (!items.All(i => i is ConstantNode))
        {
            return new SetNode(items);
        }

        var builder = new RegoSet.Builder();
        foreach (var item in items)
        {
            builder.Add(((ConstantNode)item).Value);
        }

        return new ConstantNode(builder.Build());
    }

    public static TermNode Object(IReadOnlyList<KeyValuePair<TermNode, TermNode>> entries)
    {
        if (!entries.All(e => e.Key is ConstantNode && e.Value is ConstantNode))
        {
            return new ObjectNode(entries);
        }

        var builder = new RegoObject.Builder();
        foreach (var (key, value) in entries)
        {
            builder.Set(((ConstantNode)key).Value, ((ConstantNode)value).Value);
        }

        return new ConstantNode(builder.Build());
    }

    /// <summary>The entries of an object, constant or not; null where it is no object.</summary>
    public static IReadOnlyList<KeyValuePair<TermNode, TermNode>>? Entries(TermNode term) => term switch
    {
        ObjectNode map => map.Entries,
        ConstantNode { Value: RegoObject map } => [.. map.Select(e => new KeyValuePair<TermNode, TermNode>(new ConstantNode(e.Key), new ConstantNode(e.Value)))],
        _ => null,
    };

    /// <summary>The items of an array, constant or not; null where it is no array.</summary>
    public static IReadOnlyList<TermNode>? Items(TermNode term) => term switch
    {
        ArrayNode array => array.Items,
        ConstantNode { Value: RegoArray array } => [.. array.Select(i => new ConstantNode(i))],
        _ => null,
    };
}
