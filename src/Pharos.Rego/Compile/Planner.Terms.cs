using Pharos.Rego.Evaluate;
using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Compile;

internal sealed partial class Planner
{
    /// <summary>Puts steps in front that walk the references whose variables are not bound yet, and so bind them.</summary>
    private void Hoist(IEnumerable<TermNode> terms, Plan plan)
    {
        var references = new List<ReferenceNode>();
        foreach (var term in terms)
        {
            SlotUse.References(term, references);
        }

        var progress = true;
        while (progress)
        {
            progress = false;
            foreach (var reference in references)
            {
                if (!plan.Hoisted.ContainsKey(reference) && Code(reference, plan) is null && Enumerate(reference, plan))
                {
                    progress = true;
                }
            }
        }
    }

    private bool Enumerate(ReferenceNode reference, Plan plan)
    {
        TermCode? head = null;
        if (reference.Root == RootKind.Term && (head = Code(reference.Head!, plan)) is null)
        {
            return false;
        }

        Varies |= reference.Root == RootKind.Input;
        var before = new HashSet<int>(plan.Bound);
        var path = new PathElement[reference.Path.Count];
        for (var i = 0; i < path.Length; i++)
        {
            if (Code(reference.Path[i], plan) is { } key)
            {
                path[i] = new PathElement(key, null);
            }
            else if (Pattern(reference.Path[i], plan) is { } pattern)
            {
                path[i] = new PathElement(null, pattern);
            }
            else
            {
                plan.Bound.IntersectWith(before);
                return false;
            }
        }

        var slot = resolver.NewSlot();
        Add(plan, Walk(reference, head, path, slot));
        plan.Bound.Add(slot);
        plan.Hoisted[reference] = slot;
        return true;
    }

    /// <summary>A walk that starts as near to the first variable as what is known when compiling allows.</summary>
    private EnumerateStep Walk(ReferenceNode reference, TermCode? head, PathElement[] path, int slot)
    {
        if (head is not null)
        {
            return new EnumerateValueStep(head, path, slot);
        }

        if (reference.Root == RootKind.Input)
        {
            return new EnumerateValueStep(new InputCode([]), path, slot);
        }

        var (document, used) = DependOn(reference);
        if (document is not null)
        {
            var known = path[..used].Select(p => p.Key!).ToArray();
            return new EnumerateValueStep(new DocumentCode(document, [], new DataCode(root, known)), path[used..], slot);
        }

        var constant = path.TakeWhile(p => p.Key is ConstantCode).Count();
        return StoredFrom(reference) is { } from && from < constant
            ? new EnumerateValueStep(new DataCode(root, [.. path[..constant].Select(p => p.Key!)]), path[constant..], slot)
            : new EnumerateDataStep(root, path, slot);
    }

    /// <summary>The element of a reference below data from which on it can only run through stored documents.</summary>
    private int? StoredFrom(ReferenceNode reference)
    {
        var node = root;
        for (var i = 0; i < reference.Path.Count; i++)
        {
            if (reference.Path[i] is not ConstantNode constant)
            {
                return null;
            }

            if (constant.Value is not RegoString name || node.Find(name.Value) is not { } child)
            {
                return i;
            }

            node = child;
        }

        return null;
    }

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

    /// <summary>Code for a term; null while a variable of it is not bound.</summary>
    private TermCode? Code(TermNode term, Plan plan)
    {
        switch (term)
        {
            case ConstantNode constant:
                return new ConstantCode(constant.Value);
            case SlotNode slot:
                return plan.Bound.Contains(slot.Slot) ? new SlotCode(slot.Slot) : null;
            case ArrayNode array:
                return Codes(array.Items, plan) is { } items ? new ArrayCode(items) : null;
            case SetNode set:
                return Codes(set.Items, plan) is { } members ? new SetCode(members) : null;
            case ObjectNode map:
                return Codes([.. map.Entries.Select(e => e.Key)], plan) is { } keys && Codes([.. map.Entries.Select(e => e.Value)], plan) is { } values
                    ? new ObjectCode(keys, values)
                    : null;
            case TemplateNode template:
                return Codes(template.Parts, plan) is { } parts ? new TemplateCode(parts) : null;
            case CallNode call:
                return Call(call, plan);
            case ComprehensionNode comprehension:
                return Comprehension(comprehension, plan);
            case ReferenceNode reference:
                return plan.Hoisted.TryGetValue(reference, out var hoisted) ? new SlotCode(hoisted) : Reference(reference, plan);
            default:
                throw new InvalidOperationException($"unknown term {term.GetType().Name}");
        }
    }

    private TermCode[]? Codes(IReadOnlyList<TermNode> terms, Plan plan)
    {
        var codes = new TermCode[terms.Count];
        for (var i = 0; i < codes.Length; i++)
        {
            if (Code(terms[i], plan) is not { } code)
            {
                return null;
            }

            codes[i] = code;
        }

        return codes;
    }

    private TermCode? Call(CallNode call, Plan plan)
    {
        if (call.Function is not null)
        {
            Dependencies.Add(call.Function);
        }

        Varies |= call.Builtin is { IsNondeterministic: true } or { Name: "trace" or "print" or "internal.print" };
        if (Codes(call.Arguments, plan) is not { } arguments)
        {
            return null;
        }

        return call.Builtin?.Name switch
        {
            "equal" => new EqualCode(arguments[0], arguments[1], true),
            "internal.member_2" => new MemberCode(arguments[0], arguments[1]),
            "neq" => new EqualCode(arguments[0], arguments[1], false),
            _ => new CallCode(call.Builtin, call.Function, arguments),
        };
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

    private TermCode? Reference(ReferenceNode reference, Plan plan)
    {
        if (Codes(reference.Path, plan) is not { } path)
        {
            return null;
        }

        Varies |= reference.Root == RootKind.Input;
        switch (reference.Root)
        {
            case RootKind.Input:
                return reference.Path.All(p => p is ConstantNode { Value: RegoString })
                    ? new InputFieldCode([.. reference.Path.Select(p => (RegoString)((ConstantNode)p).Value)])
                    : new InputCode(path);
            case RootKind.Term when reference is { Head: SlotNode variable, Path: [ConstantNode { Value: RegoString key }] }:
                return plan.Bound.Contains(variable.Slot) ? new FieldCode(variable.Slot, key) : null;
            case RootKind.Term:
                return Code(reference.Head!, plan) is { } head ? new ValueReferenceCode(head, path) : null;
            default:
                var (document, used) = DependOn(reference);
                var general = new DataCode(root, path);
                if (document is null)
                {
                    return general;
                }

                document.WantsLookups |= path.Length > used;
                return new DocumentCode(document, path[used..], general);
        }
    }

    /// <summary>Notes what a reference below data may evaluate, and finds the document that it certainly does.</summary>
    private (RuleDocument? Document, int Used) DependOn(ReferenceNode reference)
    {
        DependOn(root, reference.Path, 0);
        var node = root;
        for (var i = 0; i < reference.Path.Count; i++)
        {
            if (reference.Path[i] is not ConstantNode { Value: RegoString name } || node.Find(name.Value) is not { } child)
            {
                break;
            }

            node = child;
            if (node.Document is { } document)
            {
                return (document, i + 1);
            }
        }

        return (null, 0);
    }

    private void DependOn(VirtualNode node, IReadOnlyList<TermNode> path, int index)
    {
        if (node.Document is { } document)
        {
            Dependencies.Add(document);
        }
        else if (index < path.Count && path[index] is ConstantNode constant)
        {
            if (constant.Value is RegoString name && node.Find(name.Value) is { } child)
            {
                DependOn(child, path, index + 1);
            }
        }
        else
        {
            foreach (var child in node.Children.Values)
            {
                DependOn(child, path, index + 1);
            }
        }
    }
}
