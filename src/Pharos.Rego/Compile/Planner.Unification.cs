using Pharos.Rego.Evaluate;
using Pharos.Rego.Values;

namespace Pharos.Rego.Compile;

internal sealed partial class Planner
{
    /// <summary>Takes apart the unification of two arrays or objects of the same shape, whose parts may bind in different directions.</summary>
    private static void Flatten(LiteralNode literal, List<LiteralNode> into)
    {
        if (literal is UnifyNode { Left: ArrayNode left, Right: ArrayNode right } && left.Items.Count == right.Items.Count)
        {
            for (var i = 0; i < left.Items.Count; i++)
            {
                Flatten(new UnifyNode(literal.Location, left.Items[i], right.Items[i]), into);
            }

            return;
        }

        if (literal is UnifyNode { Left: ArrayNode pattern, Right: ConstantNode { Value: RegoArray values } } && pattern.Items.Count == values.Count)
        {
            for (var i = 0; i < values.Count; i++)
            {
                Flatten(new UnifyNode(literal.Location, pattern.Items[i], new ConstantNode(values[i])), into);
            }

            return;
        }

        if (literal is UnifyNode { Left: ObjectNode a, Right: ObjectNode b } && SameKeys(a, b) is { } pairs)
        {
            foreach (var (first, second) in pairs)
            {
                Flatten(new UnifyNode(literal.Location, first, second), into);
            }

            return;
        }

        into.Add(literal);
    }

    private static List<(TermNode, TermNode)>? SameKeys(ObjectNode left, ObjectNode right)
    {
        if (left.Entries.Count != right.Entries.Count)
        {
            return null;
        }

        var pairs = new List<(TermNode, TermNode)>();
        foreach (var (key, value) in left.Entries)
        {
            var other = right.Entries.FirstOrDefault(e => key is ConstantNode k && e.Key is ConstantNode o && k.Value.Equals(o.Value)).Value;
            if (other is null)
            {
                return null;
            }

            pairs.Add((value, other));
        }

        return pairs;
    }

    private bool Unify(UnifyNode unify, Plan plan)
    {
        if (Code(unify.Right, plan) is { } right && Pattern(unify.Left, plan) is { } left)
        {
            Add(plan, Match(right, left));
            return true;
        }

        if (Code(unify.Left, plan) is { } value && Pattern(unify.Right, plan) is { } pattern)
        {
            Add(plan, Match(value, pattern));
            return true;
        }

        return false;
    }

    private static Step Match(TermCode code, Pattern pattern) => pattern switch
    {
        BindPattern bind => new BindStep(bind.Slot, code),
        EqualPattern equal => new EqualStep(code, equal.Code),
        _ => new MatchStep(code, pattern),
    };

    /// <summary>A pattern that binds the unbound variables of a term; null where the term needs a value it cannot bind.</summary>
    private Pattern? Pattern(TermNode term, Plan plan)
    {
        if (term is SlotNode slot && plan.Bound.Add(slot.Slot))
        {
            return slot.IsWildcard ? AnyPattern.Instance : new BindPattern(slot.Slot);
        }

        if (Code(term, plan) is { } code)
        {
            return new EqualPattern(code);
        }

        switch (term)
        {
            case ArrayNode array:
                var items = new Pattern[array.Items.Count];
                for (var i = 0; i < items.Length; i++)
                {
                    if (Pattern(array.Items[i], plan) is not { } item)
                    {
                        return null;
                    }

                    items[i] = item;
                }

                return new ArrayPattern(items);
            case ObjectNode map:
                var keys = new TermCode[map.Entries.Count];
                var values = new Pattern[map.Entries.Count];
                for (var i = 0; i < keys.Length; i++)
                {
                    if (Code(map.Entries[i].Key, plan) is not { } key || Pattern(map.Entries[i].Value, plan) is not { } value)
                    {
                        return null;
                    }

                    keys[i] = key;
                    values[i] = value;
                }

                return new ObjectPattern(keys, values);
            default:
                return null;
        }
    }
}
