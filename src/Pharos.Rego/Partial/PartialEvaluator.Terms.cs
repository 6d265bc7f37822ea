using Pharos.Rego.Builtins;
using Pharos.Rego.Compile;
using Pharos.Rego.Evaluate;
using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Partial;

internal sealed partial class PartialEvaluator
{
    private void Term(TermNode term, Want want, Action<TermNode> next)
    {
        if (_machine.Tick() || !_machine.HasStack())
        {
            return;
        }

        switch (term)
        {
            case ConstantNode:
                next(term);
                break;
            case SlotNode:
                next(_bindings.Rewrite(term));
                break;
            case ArrayNode array:
                Parts(array.Items, items => next(Folding.Array(items)));
                break;
            case SetNode set:
                Parts(set.Items, items => next(Folding.Set(items)));
                break;
            case ObjectNode map:
                Parts([.. map.Entries.Select(e => e.Key), .. map.Entries.Select(e => e.Value)], parts =>
                    next(Folding.Object([.. parts.Take(map.Entries.Count).Zip(parts.Skip(map.Entries.Count), KeyValuePair.Create)])));
                break;
            case ReferenceNode reference:
                Reference(reference, want, next);
                break;
            case CallNode call:
                Terms(call.Arguments, arguments => Call(call, arguments, want, next));
                break;
            case ComprehensionNode comprehension:
                next(Comprehension(comprehension));
                break;
            case TemplateNode template:
                Template(template, next);
                break;
            default:
                throw new InvalidOperationException($"unknown term {term.GetType().Name}");
        }
    }

    private void Terms(IReadOnlyList<TermNode> terms, Action<IReadOnlyList<TermNode>> next)
    {
        var values = new TermNode[terms.Count];
        void At(int index)
        {
            if (index == values.Length)
            {
                // What a later term bound may stand in an earlier one.
                next([.. values.Select(_bindings.Rewrite)]);
                return;
            }

            Term(terms[index], Want.Anything, value =>
            {
                values[index] = value;
                At(index + 1);
            });
        }

        At(0);
    }

    /// <summary>Evaluates the parts of a composite. A part that is not known gets a variable, so that it must exist even if only other parts are used.</summary>
    private void Parts(IReadOnlyList<TermNode> terms, Action<IReadOnlyList<TermNode>> next) => Terms(terms, values => Name([.. values], 0, next));

    private void Name(TermNode[] values, int index, Action<IReadOnlyList<TermNode>> next)
    {
        while (index < values.Length && !IsOpen(values[index]))
        {
            index++;
        }

        if (index == values.Length)
        {
            next(values);
            return;
        }

        var name = Fresh();
        var named = (TermNode[])values.Clone();
        named[index] = name;
        Save(new UnifyNode(default, name, values[index]), () => Name(named, index + 1, next));
    }

    /// <summary>Whether an evaluated term is a reference to something unknown, or a closure over it.</summary>
    private static bool IsOpen(TermNode term) => term is ReferenceNode or ComprehensionNode or TemplateNode;

    private void Call(CallNode call, IReadOnlyList<TermNode> arguments, Want want, Action<TermNode> next)
    {
        var callee = (object?)call.Builtin ?? call.Function!;
        if (_scope.Known.Mocks is { } mocks && mocks.TryGetValue(callee, out var mock))
        {
            if (!arguments.All(a => a is ConstantNode) || (mock.Function is not null && _scope.Dependence.Depends(mock.Function))
                || (mock.Builtin is not null && _scope.Dependence.IsOpen(mock.Builtin)))
            {
                _savedInWith = true;
            }
            else if (mock.Call(_machine, Values(arguments)) is { } mocked && !_machine.Failed)
            {
                next(new ConstantNode(mocked));
            }

            return;
        }

        if (call.Function is { } function)
        {
            Function(function, arguments, want, next);
            return;
        }

        if (!IsComputable(call.Builtin!, arguments))
        {
            var result = Fresh();
            Save(new UnifyNode(default, result, new CallNode(call.Builtin, null, arguments)), () => next(_bindings.Rewrite(result)));
        }
        else if (Compute(call.Builtin!, arguments) is { } value)
        {
            next(value);
        }
    }

    private static RegoValue[] Values(IReadOnlyList<TermNode> arguments) => [.. arguments.Select(a => ((ConstantNode)a).Value)];

    private void Template(TemplateNode template, Action<TermNode> next) => Terms(template.Parts, parts =>
    {
        if (!parts.All(p => p is ConstantNode))
        {
            next(new TemplateNode(parts));
        }
        else if (new TemplateCode([.. parts.Select(p => new ConstantCode(((ConstantNode)p).Value))]).Evaluate(_machine, []) is { } text && !_machine.Failed)
        {
            next(new ConstantNode(text));
        }
    });

    /// <summary>Makes two evaluated terms equal: binds variables, compares what is known, saves what is not.</summary>
    private void Unify(TermNode left, TermNode right, SourceLocation at, Action next)
    {
        left = _bindings.Resolve(left);
        right = _bindings.Resolve(right);
        if (left is SlotNode a && right is SlotNode b && a.Slot == b.Slot)
        {
            next();
        }
        else if (left is SlotNode x && CanBind(x, right))
        {
            Bind(x, right, next);
        }
        else if (right is SlotNode y && CanBind(y, left))
        {
            Bind(y, left, next);
        }
        else if (left is SlotNode || right is SlotNode || IsOpen(left) || IsOpen(right))
        {
            Save(new UnifyNode(at, left, right), next);
        }
        else if (left is ConstantNode c && right is ConstantNode d)
        {
            if (c.Value.Equals(d.Value))
            {
                next();
            }
        }
        else
        {
            Composites(left, right, at, next);
        }
    }

    private bool CanBind(SlotNode slot, TermNode term) => !_rigid.Contains(slot.Slot) && !IsOpen(term) && !_bindings.Occurs(slot.Slot, term);

    private void Bind(SlotNode slot, TermNode term, Action next)
    {
        _bindings.Bind(slot.Slot, term);
        next();
        _bindings.Undo(slot.Slot);
    }

    private void Composites(TermNode left, TermNode right, SourceLocation at, Action next)
    {
        if (Folding.Items(left) is { } a && Folding.Items(right) is { } b)
        {
            if (a.Count == b.Count)
            {
                Pairs([.. a.Zip(b)], 0, at, next);
            }
        }
        else if (Folding.Entries(left) is { } x && Folding.Entries(right) is { } y)
        {
            Objects(left, right, x, y, at, next);
        }
        else if (IsSet(left) && IsSet(right))
        {
            Save(new UnifyNode(at, left, right), next);
        }
    }

    private static bool IsSet(TermNode term) => term is SetNode or ConstantNode { Value: RegoSet };

    private void Objects(
        TermNode left, TermNode right, IReadOnlyList<KeyValuePair<TermNode, TermNode>> a, IReadOnlyList<KeyValuePair<TermNode, TermNode>> b, SourceLocation at, Action next)
    {
        if (!a.Concat(b).All(e => e.Key is ConstantNode))
        {
            Save(new UnifyNode(at, left, right), next);
            return;
        }

        var pairs = a.Join(b, e => ((ConstantNode)e.Key).Value, e => ((ConstantNode)e.Key).Value, (e, f) => (e.Value, f.Value)).ToList();
        if (pairs.Count == a.Count && pairs.Count == b.Count)
        {
            Pairs(pairs, 0, at, next);
        }
    }

    private void Pairs(List<(TermNode Left, TermNode Right)> pairs, int index, SourceLocation at, Action next)
    {
        if (index == pairs.Count)
        {
            next();
            return;
        }

        Unify(pairs[index].Left, pairs[index].Right, at, () => Pairs(pairs, index + 1, at, next));
    }
}
