using Pharos.Rego.Evaluate;
using Pharos.Rego.Syntax;

namespace Pharos.Rego.Compile;

/// <summary>What is needed to plan a rule of a partial set or object a second time, for one key instead of all.</summary>
internal sealed record LookupSource(RuleCode Rule, Resolver Resolver, IReadOnlyList<LiteralNode> Body, IReadOnlyList<TermNode> Head, SourceLocation Location)
{
    /// <summary>The rule with its key known, which turns the search for every key into a test of one; null where that cannot be planned.</summary>
    public RuleCode? Plan(VirtualNode root, bool isSet)
    {
        var key = Resolver.NewSlot();
        var unknown = new Diagnostics();
        var compare = new UnifyNode(Location, Head[0], new SlotNode(key));
        List<LiteralNode> body = IsPlain(Head[0]) ? [compare, .. Body] : [.. Body, compare];
        var planner = new Planner(Resolver, root, unknown);
        var first = planner.Body(body, [key], isSet ? [] : [Head[1]], Location, codes => isSet ? new LookupFoundStep() : new LookupResultStep(codes[0]));
        return first is null || unknown.Any ? null : new RuleCode { First = first, Slots = Resolver.SlotCount, KeySlot = key };
    }

    /// <summary>Whether a key is only compared. One that is computed is computed behind the body, without which it might fail.</summary>
    private static bool IsPlain(TermNode key) => key switch
    {
        ConstantNode or SlotNode => true,
        ArrayNode array => array.Items.All(IsPlain),
        ObjectNode map => map.Entries.All(entry => IsPlain(entry.Key) && IsPlain(entry.Value)),
        ReferenceNode { Root: RootKind.Input } reference => reference.Path.All(part => part is ConstantNode),
        _ => false,
    };
}
