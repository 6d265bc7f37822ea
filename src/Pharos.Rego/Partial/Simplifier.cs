using Pharos.Rego.Compile;
using Pharos.Rego.Values;

namespace Pharos.Rego.Partial;

/// <summary>
/// Makes remaining conditions shorter without changing when they hold: puts what a variable equals in its place, and drops conditions that
/// always hold or stand twice.
/// </summary>
internal static class Simplifier
{
    /// <summary>The shorter conditions; null where they can never hold together. Variables that others know by name stay.</summary>
    public static IReadOnlyList<LiteralNode>? Simplify(List<LiteralNode> literals, HashSet<int> live)
    {
        while (Replaceable(literals, live) is var (index, slot, term))
        {
            literals.RemoveAt(index);
            var substitution = new Substitution(slot, term);
            for (var i = 0; i < literals.Count; i++)
            {
                literals[i] = substitution.Rewrite(literals[i]);
            }
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        var equal = new Dictionary<string, RegoValue>(StringComparer.Ordinal);
        var kept = new List<LiteralNode>();
        foreach (var literal in literals)
        {
            switch (literal)
            {
                case TestNode { Term: ConstantNode constant }:
                    if (constant.Value is RegoBoolean { Value: false })
                    {
                        return null;
                    }

                    continue;
                case UnifyNode { Left: ConstantNode a, Right: ConstantNode b }:
                    if (!a.Value.Equals(b.Value))
                    {
                        return null;
                    }

                    continue;
                case UnifyNode { Left: SlotNode a, Right: SlotNode b } when a.Slot == b.Slot:
                    continue;
                case UnifyNode { Left: ReferenceNode reference, Right: ConstantNode value } when Conflicts(equal, reference, value):
                case UnifyNode { Left: ConstantNode other, Right: ReferenceNode same } when Conflicts(equal, same, other):
                    return null;
                default:
                    break;
            }

            if (seen.Add(NodeText.Identity.Literal(literal)))
            {
                kept.Add(literal);
            }
        }

        return kept;
    }

    /// <summary>Whether the same reference was found equal to another constant.</summary>
    private static bool Conflicts(Dictionary<string, RegoValue> equal, ReferenceNode reference, ConstantNode constant)
    {
        var key = NodeText.Identity.Term(reference);
        return !equal.TryAdd(key, constant.Value) && !equal[key].Equals(constant.Value);
    }

    private static (int Index, int Slot, TermNode Term)? Replaceable(List<LiteralNode> literals, HashSet<int> live)
    {
        for (var i = 0; i < literals.Count; i++)
        {
            if (literals[i] is not UnifyNode unify)
            {
                continue;
            }

            if (unify.Left is SlotNode left && !live.Contains(left.Slot) && MayReplace(literals, i, left.Slot, unify.Right))
            {
                return (i, left.Slot, unify.Right);
            }

            if (unify.Right is SlotNode right && !live.Contains(right.Slot) && MayReplace(literals, i, right.Slot, unify.Left))
            {
                return (i, right.Slot, unify.Left);
            }
        }

        return null;
    }

    private static bool MayReplace(List<LiteralNode> literals, int index, int slot, TermNode term)
    {
        var used = new HashSet<int>();
        SlotUse.Slots(term, used);
        if (used.Contains(slot))
        {
            return false;
        }

        if (term is ConstantNode or SlotNode or ArrayNode or SetNode or ObjectNode)
        {
            return true;
        }

        // What needs evaluation has to stay where it must hold: at a place that every way through the conditions evaluates, outside of any with.
        var direct = 0;
        var all = 0;
        for (var i = 0; i < literals.Count; i++)
        {
            if (i == index)
            {
                continue;
            }

            var inLiteral = new HashSet<int>();
            SlotUse.Slots(literals[i], inLiteral);
            if (!inLiteral.Contains(slot))
            {
                continue;
            }

            if (HasWith(literals[i]))
            {
                return false;
            }

            all++;
            direct += SlotUse.Terms(literals[i]).Sum(t => Uses(t, slot));
        }

        return term is ReferenceNode { Head: not CallNode } ? direct > 0 : term is not ReferenceNode && direct == 1 && all == 1;
    }

    private static bool HasWith(LiteralNode literal) => literal switch
    {
        WithNode => true,
        NotNode not => not.Body.Literals.Any(HasWith),
        EveryNode every => every.Body.Literals.Any(HasWith),
        _ => SlotUse.Terms(literal).Any(HasWith),
    };

    private static bool HasWith(TermNode term) => term switch
    {
        ComprehensionNode c => c.Body.Literals.Any(HasWith) || HasWith(c.Value) || (c.Key is not null && HasWith(c.Key)),
        _ => SlotUse.Parts(term).Any(HasWith),
    };

    private static int Uses(TermNode term, int slot) => term switch
    {
        SlotNode used => used.Slot == slot ? 1 : 0,
        _ => SlotUse.Parts(term).Sum(p => Uses(p, slot)),
    };

    private sealed class Substitution(int slot, TermNode term) : NodeRewriter
    {
        protected override TermNode Slot(SlotNode found) => found.Slot == slot ? term : found;
    }
}
