using Pharos.Rego.Compile;
using Pharos.Rego.Evaluate;
using Pharos.Rego.Values;

namespace Pharos.Rego.Partial;

/// <summary>
/// Orders the statements of a body, closures included, so that each finds its variables bound. Like the planner, it takes the first statement
/// that can be evaluated; a statement that unifies counts as one that binds both ways.
/// </summary>
internal static class BodyOrder
{
    public static IReadOnlyList<LiteralNode> Order(IReadOnlyList<LiteralNode> literals, HashSet<int> bound)
    {
        var remaining = new List<LiteralNode>(literals);
        var ordered = new List<LiteralNode>();
        while (remaining.Count > 0)
        {
            var next = 0;
            var after = bound;
            for (; next < remaining.Count; next++)
            {
                after = [.. bound];
                if (Holds(remaining[next], after))
                {
                    break;
                }
            }

            // A program that compiled always has a next statement; what this order is too strict for keeps its place.
            next = next == remaining.Count ? 0 : next;
            ordered.Add(Closures(remaining[next], after));
            remaining.RemoveAt(next);
            bound.UnionWith(after);
        }

        return ordered;
    }

    private static LiteralNode Closures(LiteralNode literal, HashSet<int> bound) => new ClosureOrder(bound).Rewrite(literal);

    private static bool Holds(LiteralNode literal, HashSet<int> bound)
    {
        if (literal is not WithNode)
        {
            Enumerate(SlotUse.Terms(literal), bound);
        }

        switch (literal)
        {
            case TestNode test:
                return Bound(test.Term, bound);
            case UnifyNode unify:
                return Unify(unify.Left, unify.Right, bound);
            case NotNode not:
                return not.Body.Captured.All(bound.Contains);
            case SomeInNode some:
                return Bound(some.Domain, bound) && (some.Key is null || Pattern(some.Key, bound)) && Pattern(some.Value, bound);
            case EveryNode every:
                return Bound(every.Domain, bound) && every.Body.Captured.All(bound.Contains);
            case WithNode with:
                var values = with.Replacements.Select(r => r.ByValue).OfType<TermNode>().ToList();
                Enumerate(values, bound);
                return values.TrueForAll(v => Bound(v, bound)) && with.Inner.All(inner => Holds(inner, bound));
            default:
                return true;
        }
    }

    private static bool Unify(TermNode left, TermNode right, HashSet<int> bound)
    {
        if ((Bound(right, bound) && Pattern(left, bound)) || (Bound(left, bound) && Pattern(right, bound)))
        {
            return true;
        }

        if (Folding.Items(left) is { } a && Folding.Items(right) is { } b && a.Count == b.Count)
        {
            return All([.. a.Zip(b)], bound);
        }

        return Folding.Entries(left) is { } x && Folding.Entries(right) is { } y && x.Count == y.Count
            && All([.. x.OrderBy(e => (e.Key as ConstantNode)?.Value).Select(e => e.Value).Zip(y.OrderBy(e => (e.Key as ConstantNode)?.Value).Select(e => e.Value))], bound);
    }

    private static bool All(List<(TermNode Left, TermNode Right)> pairs, HashSet<int> bound)
    {
        while (pairs.Count > 0)
        {
            if (pairs.RemoveAll(pair => Unify(pair.Left, pair.Right, bound)) == 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Binds the variables that walking references would bind.</summary>
    private static void Enumerate(IEnumerable<TermNode> terms, HashSet<int> bound)
    {
        var references = new List<ReferenceNode>();
        foreach (var term in terms)
        {
            SlotUse.References(term, references);
        }

        while (references.RemoveAll(r => (r.Head is null || Bound(r.Head, bound)) && r.Path.All(p => Pattern(p, bound))) > 0)
        {
            // Each walk may bind what the next one starts at.
        }
    }

    private static bool Bound(TermNode term, HashSet<int> bound)
    {
        var slots = new HashSet<int>();
        SlotUse.Slots(term, slots);
        return slots.IsSubsetOf(bound);
    }

    private static bool Pattern(TermNode term, HashSet<int> bound)
    {
        switch (term)
        {
            case SlotNode slot:
                bound.Add(slot.Slot);
                return true;
            case ArrayNode array:
                return array.Items.All(i => Pattern(i, bound));
            case ObjectNode map:
                return map.Entries.All(e => Bound(e.Key, bound) && Pattern(e.Value, bound));
            default:
                return Bound(term, bound);
        }
    }

    private sealed class ClosureOrder(HashSet<int> outer) : NodeRewriter
    {
        protected override TermNode Slot(SlotNode slot) => slot;

        protected override IReadOnlyList<LiteralNode> Closure(IReadOnlyList<LiteralNode> literals, IEnumerable<int> locals) => Order(literals, [.. outer, .. locals]);
    }
}
