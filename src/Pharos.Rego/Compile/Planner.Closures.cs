using Pharos.Rego.Evaluate;
using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Compile;

internal sealed partial class Planner
{
    private bool Not(NotNode not, Plan plan)
    {
        if (!not.Body.Captured.All(plan.Bound.Contains))
        {
            return false;
        }

        var inner = new Plan([.. plan.Bound]);
        if (!Statements(not.Body.Literals, inner, report: false))
        {
            return false;
        }

        Add(plan, new NotStep(Linked(inner, not.Body, plan, not.Location, new FoundStep())));
        return true;
    }

    private bool Every(EveryNode every, Plan plan)
    {
        if (Code(every.Domain, plan) is not { } domain || !every.Body.Captured.All(plan.Bound.Contains))
        {
            return false;
        }

        var inner = new Plan([.. plan.Bound, every.Key, every.Value]);
        if (!Statements(every.Body.Literals, inner, report: false))
        {
            return false;
        }

        IsCostly = true;
        Add(plan, new EveryStep(domain, every.Key, every.Value, Linked(inner, every.Body, plan, every.Location, new FoundStep())));
        return true;
    }

    private TermCode? Comprehension(ComprehensionNode comprehension, Plan plan)
    {
        if (!comprehension.Body.Captured.All(plan.Bound.Contains))
        {
            return null;
        }

        var inner = new Plan([.. plan.Bound]);
        if (!Statements(comprehension.Body.Literals, inner, report: false))
        {
            return null;
        }

        TermNode[] head = comprehension.Key is null ? [comprehension.Value] : [comprehension.Key, comprehension.Value];
        Hoist(head, inner);
        if (Codes(head, inner) is not { } codes)
        {
            return null;
        }

        var first = Linked(inner, comprehension.Body, plan, _location, new CollectStep(codes.Length == 2 ? codes[0] : null, codes[^1]));
        IsCostly = true;
        TermCode plain = comprehension.Kind switch
        {
            ComprehensionKind.Array => new ArrayComprehensionCode(first),
            ComprehensionKind.Set => new SetComprehensionCode(first),
            _ => new ObjectComprehensionCode(first),
        };
        return optimize && comprehension.Body.Captured.Count > 0 ? Indexed(comprehension, plain, plan, inner.Order) ?? plain : plain;
    }

    /// <summary>The comprehension by groups, where one walk with the compared variables left open gives the same results in the same order.</summary>
    private ComprehensionIndex? Indexed(ComprehensionNode comprehension, TermCode plain, Plan plan, List<SourceLocation> order)
    {
        var (keys, others) = ComprehensionKeys.Of(comprehension);
        if (keys.Count == 0 || ComprehensionKeys.Open(comprehension) is not { } body)
        {
            return null;
        }

        HashSet<int> bound = [.. plan.Bound];
        bound.ExceptWith(keys);
        var open = new Plan(bound);
        if (!Statements(body, open, report: false) || !keys.TrueForAll(open.Bound.Contains)
            || !open.Order.SequenceEqual(order) || order.Distinct().Count() < order.Count)
        {
            return null;
        }

        TermNode[] head = comprehension.Key is null ? [comprehension.Value] : [comprehension.Key, comprehension.Value];
        Hoist(head, open);
        return Codes(head, open) is { } codes
            ? new ComprehensionIndex(plain, comprehension.Kind, [.. keys], [.. others], open.Link(new GroupStep([.. keys], codes.Length == 2 ? codes[0] : null, codes[^1])))
            : null;
    }

    /// <summary>Links the steps of a closure, watched as a body of its own.</summary>
    private Step Linked(Plan inner, BodyNode body, Plan outer, SourceLocation at, Step last)
    {
        if (instrument is null)
        {
            return inner.Link(last);
        }

        var watch = instrument.Body(body.Literals, outer.Bound, at, last);
        return watch.First(inner.Link(watch.Last));
    }
}
