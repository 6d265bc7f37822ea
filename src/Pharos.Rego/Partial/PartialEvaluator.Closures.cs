using Pharos.Rego.Compile;
using Pharos.Rego.Evaluate;
using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Partial;

internal sealed partial class PartialEvaluator
{
    /// <summary>How many ways there may be to choose one failing condition of each way a negated body may hold; more become a support rule.</summary>
    private const int MaxNegationProduct = 16;

    private void Not(NotNode not, Action next)
    {
        var ways = Collect(not.Body.Literals, not.Body.Captured);
        if (_machine.Failed || ways.Exists(w => w.Count == 0))
        {
            return;
        }

        if (ways.Count == 0)
        {
            next();
            return;
        }

        var outer = new HashSet<int>(_rigid);
        foreach (var slot in not.Body.Captured)
        {
            SlotUse.Slots(_bindings.Rewrite(new SlotNode(slot)), outer);
        }

        var product = ways.Aggregate(1L, (sum, way) => Math.Min(int.MaxValue, sum * way.Count));
        if (product <= MaxNegationProduct && ways.TrueForAll(way => way.All(literal => CanNegate(literal, outer))))
        {
            Fails(ways, 0, next);
            return;
        }

        var used = new HashSet<int>();
        foreach (var literal in ways.SelectMany(w => w))
        {
            SlotUse.Slots(literal, used);
        }

        used.IntersectWith(outer);
        Save(new NotNode(not.Location, new BodyNode([NegationRule(ways, [.. used.Order()], not.Location)], [.. used])), next);
    }

    /// <summary>Of each way in which a negated body may hold, one condition must fail.</summary>
    private void Fails(List<IReadOnlyList<LiteralNode>> ways, int index, Action next)
    {
        if (index == ways.Count)
        {
            next();
            return;
        }

        foreach (var literal in ways[index])
        {
            Save(Negate(literal), () => Fails(ways, index + 1, next));
        }
    }

    private static LiteralNode Negate(LiteralNode literal)
    {
        if (literal is NotNode { Body.Literals: [var inner] })
        {
            return inner;
        }

        var used = new HashSet<int>();
        SlotUse.Slots(literal, used);
        return new NotNode(literal.Location, new BodyNode([literal], used));
    }

    private static bool CanNegate(LiteralNode literal, HashSet<int> outer)
    {
        var used = new HashSet<int>();
        SlotUse.Slots(literal, used);
        return used.IsSubsetOf(outer);
    }

    private void Every(EveryNode every, Action next) => Term(every.Domain, Want.Anything, domain =>
    {
        var elements = Elements(domain).ToList();
        if (domain is ConstantNode { Value: not (RegoArray or RegoObject or RegoSet) })
        {
            return;
        }

        var open = IsOpen(domain) || domain is SlotNode;
        foreach (var (key, value) in elements)
        {
            _bindings.Bind(every.Key, key);
            _bindings.Bind(every.Value, value);
            var ways = Collect(every.Body.Literals, every.Body.Captured);
            _bindings.Undo(every.Value);
            _bindings.Undo(every.Key);
            if (ways.Count == 0 || _machine.Failed)
            {
                if (_scope.IsWith && _savedInWith)
                {
                    break;
                }

                return;
            }

            open |= !ways.Exists(w => w.Count == 0);
        }

        if (open)
        {
            var body = (EveryNode)_bindings.Rewrite(every);
            Save(new EveryNode(every.Location, every.Key, every.Value, domain, body.Body), next);
        }
        else
        {
            next();
        }
    });

    /// <summary>The value of a comprehension; the comprehension itself where its body needs something unknown.</summary>
    private TermNode Comprehension(ComprehensionNode comprehension)
    {
        var keys = new List<TermNode?>();
        var values = new List<TermNode>();
        SlotNode key = Fresh();
        SlotNode value = Fresh();
        List<LiteralNode> body = [.. comprehension.Body.Literals];
        if (comprehension.Key is not null)
        {
            body.Add(new UnifyNode(default, key, comprehension.Key));
        }

        body.Add(new UnifyNode(default, value, comprehension.Value));
        var live = new HashSet<int>(_rigid) { key.Slot, value.Slot };
        foreach (var slot in comprehension.Body.Captured)
        {
            SlotUse.Slots(_bindings.Rewrite(new SlotNode(slot)), live);
        }

        var noted = _savedInWith;
        _savedInWith = false;
        var ways = Collect(body, comprehension.Body.Captured, () =>
        {
            keys.Add(_bindings.Rewrite(key));
            values.Add(_bindings.Rewrite(value));
            return [];
        }, live);
        var open = _savedInWith || ways.Count != values.Count || ways.Exists(w => w.Count > 0) || !values.TrueForAll(v => v is ConstantNode)
            || (comprehension.Key is not null && !keys.TrueForAll(k => k is ConstantNode));
        _savedInWith |= noted;
        return open ? (ComprehensionNode)_bindings.Rewrite(comprehension) : Gathered(comprehension.Kind, keys, values);
    }

    private ConstantNode Gathered(ComprehensionKind kind, List<TermNode?> keys, List<TermNode> values)
    {
        if (kind != ComprehensionKind.Object)
        {
            return (ConstantNode)(kind == ComprehensionKind.Set ? Folding.Set(values) : Folding.Array(values));
        }

        var builder = new RegoObject.Builder();
        for (var i = 0; i < values.Count; i++)
        {
            var (key, value) = (((ConstantNode)keys[i]!).Value, ((ConstantNode)values[i]).Value);
            if (builder.TryGet(key, out var earlier) && !earlier.Equals(value))
            {
                _machine.Fail("eval_conflict_error", "object keys must be unique");
            }

            builder.Set(key, value);
        }

        return new ConstantNode(builder.Build());
    }
}
