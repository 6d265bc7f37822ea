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
        List<LiteralNode> body = [new UnifyNode(Location, Head[0], new SlotNode(key)), .. Body];
        var planner = new Planner(Resolver, root, unknown);
        var first = planner.Body(body, [key], isSet ? [] : [Head[1]], Location, codes => isSet ? new LookupFoundStep() : new LookupResultStep(codes[0]));
        return first is null || unknown.Any ? null : new RuleCode { First = first, Slots = Resolver.SlotCount, KeySlot = key };
    }
}
