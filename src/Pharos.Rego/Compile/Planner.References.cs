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

        IsCostly = true;
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
