using Pharos.Rego.Compile;
using Pharos.Rego.Evaluate;
using Pharos.Rego.Values;

namespace Pharos.Rego.Partial;

internal sealed partial class PartialEvaluator
{
    private void Reference(ReferenceNode reference, Want want, Action<TermNode> next)
    {
        switch (reference.Root)
        {
            case RootKind.Input:
                Terms(reference.Path, path => Input(path, next));
                break;
            case RootKind.Data:
                Terms(reference.Path, path => Data(path, want, next));
                break;
            case RootKind.Term when reference.Head is CallNode { Builtin: { IsRelation: true } relation } call:
                Terms(call.Arguments, arguments => Relation(relation, arguments, reference.Path, next));
                break;
            default:
                Term(reference.Head!, Want.Anything, head => Terms(reference.Path, path => Walk(head, path, 0, next)));
                break;
        }
    }

    private void Relation(Builtins.Builtin relation, IReadOnlyList<TermNode> arguments, IReadOnlyList<TermNode> path, Action<TermNode> next)
    {
        if (!IsComputable(relation, arguments))
        {
            var tuple = Fresh();
            var call = new ReferenceNode(RootKind.Term, new CallNode(relation, null, arguments), [path[0]]);
            Save(new UnifyNode(default, tuple, call), () => Terms([.. path.Skip(1)], rest => Walk(tuple, rest, 0, next)));
        }
        else if (Compute(relation, arguments) is { } tuples)
        {
            Terms(path, keys => Walk(tuples, keys, 0, next));
        }
    }

    private void Input(IReadOnlyList<TermNode> path, Action<TermNode> next)
    {
        if (_scope.Unknowns.Overlap(RootKind.Input, path, path.Count))
        {
            next(new ReferenceNode(RootKind.Input, null, path));
        }
        else if (_scope.Known.Input is { } input)
        {
            Walk(new ConstantNode(input), path, 0, next);
        }
    }

    private void Data(IReadOnlyList<TermNode> path, Want want, Action<TermNode> next)
    {
        if (!path.All(p => p is ConstantNode) || _scope.Dependence.Data(path))
        {
            Data(Root, path, 0, want, next);
            return;
        }

        var code = new DataCode(Root, [.. path.Select(p => new ConstantCode(((ConstantNode)p).Value))]);
        if (code.Evaluate(_machine, []) is { } value && !_machine.Failed)
        {
            next(new ConstantNode(value));
        }
    }

    /// <summary>Walks packages; everything in front of the index is constant.</summary>
    private void Data(VirtualNode? node, IReadOnlyList<TermNode> path, int index, Want want, Action<TermNode> next)
    {
        if (node is null || _machine.IsReplaced(node))
        {
            Stored(path, next);
            return;
        }

        if (node.Document is { } document)
        {
            if (IsUnknown(path, index))
            {
                next(new ReferenceNode(RootKind.Data, null, path));
                return;
            }

            Document(document, path, index, want, next);
            return;
        }

        if (index == path.Count)
        {
            Original(path, next);
            return;
        }

        var key = _bindings.Resolve(path[index]);
        if (key is ConstantNode constant)
        {
            var child = constant.Value is RegoString name ? node.Find(name.Value) : null;
            if (child is { Document: null, Function: not null, Children.Count: 0 })
            {
                return;
            }

            Data(child, path, index + 1, want, next);
            return;
        }

        var names = node.Children.Values.Where(c => c is not { Document: null, Function: not null, Children.Count: 0 }).Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        if (node.Children.Count == 0 || _scope.Unknowns.Overlap(RootKind.Data, path, index + 1))
        {
            Stored(path, next);
            return;
        }

        foreach (var other in StoredTerms(path, index))
        {
            names.Add(other);
        }

        foreach (var name in names)
        {
            var text = new ConstantNode(RegoString.Of(name));
            Unify(key, text, default, () => Data(node.Find(name), [.. path.Take(index), text, .. path.Skip(index + 1).Select(_bindings.Rewrite)], index + 1, want, next));
        }
    }

    private bool IsUnknown(IReadOnlyList<TermNode> path, int index) => _scope.Unknowns.Overlap(RootKind.Data, path, index);

    private IEnumerable<string> StoredTerms(IReadOnlyList<TermNode> path, int index)
    {
        RegoValue? value = _scope.Known.Data;
        for (var i = 0; i < index && value is not null; i++)
        {
            value = ValueLookup.Stored(value, ((ConstantNode)path[i]).Value);
        }

        return value is RegoObject map ? map.Select(e => e.Key).OfType<RegoString>().Select(k => k.Value) : [];
    }

    private void Stored(IReadOnlyList<TermNode> path, Action<TermNode> next)
    {
        if (IsUnknown(path, path.Count))
        {
            next(new ReferenceNode(RootKind.Data, null, path));
        }
        else
        {
            Walk(new ConstantNode(_scope.Known.Data), path, 0, next, stored: true);
        }
    }

    /// <summary>Leaves a reference to the program's own rules, which are evaluated with what remains.</summary>
    private void Original(IReadOnlyList<TermNode> path, Action<TermNode> next)
    {
        if (_scope.IsWith)
        {
            _savedInWith = true;
            return;
        }

        next(new ReferenceNode(RootKind.Data, null, path));
    }

    /// <summary>Follows a path into an evaluated term; a key that is not known is tried against every known one.</summary>
    private void Walk(TermNode value, IReadOnlyList<TermNode> path, int index, Action<TermNode> next, bool stored = false)
    {
        if (_machine.Tick())
        {
            return;
        }

        value = _bindings.Resolve(value);
        if (index == path.Count)
        {
            next(value);
            return;
        }

        var key = _bindings.Rewrite(path[index]);
        if (value is SlotNode or ReferenceNode || IsOpen(value))
        {
            Extend(value, [.. path.Skip(index).Select(_bindings.Rewrite)], next);
        }
        else if (value is ConstantNode known && key is ConstantNode constant)
        {
            if ((stored ? ValueLookup.Stored(known.Value, constant.Value) : ValueLookup.At(known.Value, constant.Value)) is { } found)
            {
                Walk(new ConstantNode(found), path, index + 1, next, stored);
            }
        }
        else
        {
            foreach (var (candidate, below) in Elements(value))
            {
                Unify(candidate, key, default, () => Walk(below, path, index + 1, next, stored));
            }
        }
    }

    private void Extend(TermNode value, IReadOnlyList<TermNode> path, Action<TermNode> next)
    {
        switch (value)
        {
            case ReferenceNode reference:
                next(new ReferenceNode(reference.Root, reference.Head, [.. reference.Path, .. path]));
                break;
            case SlotNode slot:
                next(new ReferenceNode(RootKind.Term, slot, path));
                break;
            default:
                var name = Fresh();
                Save(new UnifyNode(default, name, value), () => next(new ReferenceNode(RootKind.Term, name, path)));
                break;
        }
    }

    private static IEnumerable<(TermNode Key, TermNode Value)> Elements(TermNode value)
    {
        if (Folding.Items(value) is { } items)
        {
            return items.Select((item, i) => ((TermNode)new ConstantNode(RegoNumber.Of(i)), item));
        }

        if (Folding.Entries(value) is { } entries)
        {
            return entries.Select(e => (e.Key, e.Value));
        }

        return value switch
        {
            SetNode set => set.Items.Select(i => (i, i)),
            ConstantNode { Value: RegoSet set } => set.Select(m => ((TermNode)new ConstantNode(m), (TermNode)new ConstantNode(m))),
            _ => [],
        };
    }
}
