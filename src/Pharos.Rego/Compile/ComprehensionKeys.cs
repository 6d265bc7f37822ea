using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Compile;

/// <summary>
/// Finds the outer variables that a comprehension's body only compares: with those left open, one walk finds the results for all their values. A variable
/// that is a key of a reference is none of them, because the reference goes straight to what it names.
/// </summary>
internal static class ComprehensionKeys
{
    public static (List<int> Keys, List<int> Others) Of(ComprehensionNode comprehension)
    {
        var captured = comprehension.Body.Captured.ToHashSet();
        var compared = new HashSet<int>();
        var used = new HashSet<int>();
        foreach (var literal in comprehension.Body.Literals)
        {
            switch (literal)
            {
                case UnifyNode unify when !IsValue(unify.Left) && !IsValue(unify.Right):
                    // A variable that takes its value from an outer one would show how the walk's value is written, not the outer one's.
                    SlotUse.Slots(literal, used);
                    break;
                case UnifyNode unify:
                    Compare(unify.Left, compared, used);
                    Compare(unify.Right, compared, used);
                    break;
                case TestNode { Term: CallNode { Builtin.Name: "equal" } call }:
                    Compare(call.Arguments[0], compared, used);
                    Compare(call.Arguments[1], compared, used);
                    break;
                case SomeInNode some:
                    Compare(some.Key, compared, used);
                    Compare(some.Value, compared, used);
                    SlotUse.Slots(some.Domain, used);
                    break;
                default:
                    SlotUse.Slots(literal, used);
                    break;
            }
        }

        SlotUse.Slots(comprehension.Value, used);
        if (comprehension.Key is not null)
        {
            SlotUse.Slots(comprehension.Key, used);
        }

        List<int> keys = [.. captured.Where(slot => compared.Contains(slot) && !used.Contains(slot)).Order()];
        return (keys, [.. captured.Where(slot => !keys.Contains(slot)).Order()]);
    }

    /// <summary>The body with comparisons turned into unifications, which may bind what they compare. Null where it does what must not be done for others.</summary>
    public static IReadOnlyList<LiteralNode>? Open(ComprehensionNode comprehension)
    {
        var opened = new List<LiteralNode>();
        foreach (var literal in comprehension.Body.Literals)
        {
            switch (literal)
            {
                case TestNode { Term: CallNode { Builtin.Name: "equal" } call }:
                    opened.Add(new UnifyNode(literal.Location, call.Arguments[0], call.Arguments[1]));
                    break;
                case TestNode { Term: CallNode { Builtin.Name: "trace" or "internal.print" } } or WithNode:
                    return null;
                default:
                    opened.Add(literal);
                    break;
            }
        }

        return opened;
    }

    private static bool IsValue(TermNode term) => term is ReferenceNode or CallNode or ConstantNode;

    private static void Compare(TermNode? term, HashSet<int> compared, HashSet<int> used)
    {
        switch (term)
        {
            case null:
                break;
            case SlotNode slot:
                compared.Add(slot.Slot);
                break;
            case ArrayNode array:
                foreach (var item in array.Items)
                {
                    Compare(item, compared, used);
                }

                break;
            default:
                SlotUse.Slots(term, used);
                break;
        }
    }
}
