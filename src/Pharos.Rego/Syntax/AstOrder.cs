using Pharos.Rego.Values;

namespace Pharos.Rego.Syntax;

/// <summary>The order of terms in JSON: by kind, then by value, so that two spellings of a set or an object are one.</summary>
internal sealed class AstOrder : IComparer<RegoObject>
{
    private static readonly string[] Kinds =
    [
        "null", "boolean", "number", "string", "var", "ref", "array", "object", "set", "arraycomprehension", "objectcomprehension", "setcomprehension",
        "call", "templatestring",
    ];

    public static AstOrder Instance { get; } = new();

    public int Compare(RegoObject? x, RegoObject? y)
    {
        if (x is null || y is null || !x.TryGet("type", out var left) || !y.TryGet("type", out var right))
        {
            return Comparer<RegoValue>.Default.Compare(x, y);
        }

        var order = Rank(left) - Rank(right);
        return order != 0 ? order : Values(Value(x), Value(y));
    }

    private static int Rank(RegoValue type) => Array.IndexOf(Kinds, ((RegoString)type).Value);

    private static RegoValue Value(RegoObject term) => term.TryGet("value", out var value) ? value : RegoNull.Instance;

    private int Values(RegoValue left, RegoValue right)
    {
        if (left is RegoObject x && right is RegoObject y)
        {
            return Compare(x, y);
        }

        if (left is not RegoArray a || right is not RegoArray b)
        {
            return left.CompareTo(right);
        }

        for (var i = 0; i < Math.Min(a.Count, b.Count); i++)
        {
            var order = Values(a[i], b[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return a.Count - b.Count;
    }
}
