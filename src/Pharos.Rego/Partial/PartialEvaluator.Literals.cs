using Pharos.Rego.Builtins;
using Pharos.Rego.Compile;
using Pharos.Rego.Evaluate;
using Pharos.Rego.Values;

namespace Pharos.Rego.Partial;

internal sealed partial class PartialEvaluator
{
    private void Literal(LiteralNode literal, Action next)
    {
        switch (literal)
        {
            case TestNode test:
                Test(test, next);
                break;
            case UnifyNode unify:
                Unify(unify, next);
                break;
            case NotNode not:
                Not(not, next);
                break;
            case SomeInNode some:
                // Taking any element is walking a reference whose key is not bound.
                Term(some.Domain, Want.Anything, domain => Term(some.Key ?? Fresh(), Want.Anything, key =>
                    Walk(domain, [key], 0, found => Term(some.Value, Want.Anything, value => Unify(value, found, some.Location, next)))));
                break;
            case EveryNode every:
                Every(every, next);
                break;
            case WithNode with:
                With(with, next);
                break;
            default:
                throw new InvalidOperationException($"unknown literal {literal.GetType().Name}");
        }
    }

    private void Test(TestNode test, Action next)
    {
        switch (test.Term)
        {
            case CallNode { Builtin.Name: "equal" } equal:
                Unify(new UnifyNode(test.Location, equal.Arguments[0], equal.Arguments[1]), next);
                break;
            case CallNode { Builtin: { } builtin } call when !IsMocked(builtin):
                Terms(call.Arguments, arguments =>
                {
                    if (IsComputable(builtin, arguments))
                    {
                        Truthy(Compute(builtin, arguments), next);
                    }
                    else
                    {
                        Save(new TestNode(test.Location, new CallNode(builtin, null, arguments)), next);
                    }
                });
                break;
            default:
                Term(test.Term, Want.True, value =>
                {
                    if (value is ReferenceNode or SlotNode or TemplateNode)
                    {
                        Save(new TestNode(test.Location, value), next);
                    }
                    else
                    {
                        Truthy(value, next);
                    }
                });
                break;
        }
    }

    /// <summary>Goes on unless a value is missing or false; composites and closures are never false.</summary>
    private static void Truthy(TermNode? value, Action next)
    {
        if (value is not (null or ConstantNode { Value: RegoBoolean { Value: false } }))
        {
            next();
        }
    }

    private void Unify(UnifyNode unify, Action next)
    {
        // The side that is no rule goes first: what it comes to can make the default of a rule on the other side irrelevant.
        if (IsRule(unify.Left) && !IsRule(unify.Right))
        {
            Term(unify.Right, Want.Anything, right => Term(unify.Left, Want.Of(right), left => Unify(left, right, unify.Location, next)));
        }
        else
        {
            Term(unify.Left, Want.Anything, left => Term(unify.Right, Want.Of(left), right => Unify(left, right, unify.Location, next)));
        }
    }

    private static bool IsRule(TermNode term) => term is ReferenceNode { Root: RootKind.Data } or CallNode { Function: not null };

    private void With(WithNode with, Action next)
    {
        var valued = with.Replacements.Where(r => r.ByValue is not null).ToList();
        Terms([.. valued.Select(r => r.ByValue!)], values =>
        {
            if (!values.All(v => v is ConstantNode))
            {
                Save(_bindings.Rewrite(with), next);
                return;
            }

            var outer = _scope;
            var inner = Open(with.Replacements, values);
            var known = _savedInWith;
            Enter(inner);
            _savedInWith = false;
            Literals(with.Inner, 0, () => { });
            var open = _savedInWith;
            _savedInWith = known;
            Enter(outer);
            if (open)
            {
                Save(_bindings.Rewrite(with), next);
                return;
            }

            Enter(inner);
            Literals(with.Inner, 0, () =>
            {
                Enter(outer);
                next();
                Enter(inner);
            });
            Enter(outer);
        });
    }

    private void Enter(PartialScope scope)
    {
        _scope = scope;
        _machine.Scope = scope.Known;
    }

    private PartialScope Open(IReadOnlyList<Replacement> replacements, IReadOnlyList<TermNode> values)
    {
        var scope = _scope.Known.Child();
        var replaced = new List<RootPath>();
        var index = 0;
        foreach (var replacement in replacements)
        {
            var value = replacement.ByValue is null ? null : ((ConstantNode)values[index++]).Value;
            if (replacement.Callee is { } callee)
            {
                scope.Replace(callee, new Mock(replacement.ByBuiltin, replacement.ByFunction, value));
                continue;
            }

            RegoString[] path = [.. replacement.Path.Select(RegoString.Of)];
            replaced.Add(new RootPath(replacement.Root, path));
            if (replacement.Root == RootKind.Input)
            {
                scope.Input = WithEnterStep.Put(scope.Input, path, 0, value!);
                continue;
            }

            scope.ReplaceData(WithEnterStep.Put(scope.Data, path, 0, value!));
            if (path.Aggregate((VirtualNode?)Root, (node, name) => node?.Find(name.Value)) is { } hidden)
            {
                scope.Hide(hidden);
            }
        }

        return new PartialScope(scope, Depend(_scope.Unknowns.Without(replaced), scope.Mocks), true);
    }

    private bool IsMocked(object callee) => _scope.Known.Mocks?.ContainsKey(callee) == true;

    private bool IsComputable(Builtin builtin, IReadOnlyList<TermNode> arguments) =>
        arguments.All(a => a is ConstantNode) && !_scope.Dependence.IsOpen(builtin);

    private ConstantNode? Compute(Builtin builtin, IReadOnlyList<TermNode> arguments) =>
        _machine.Call(builtin, [.. arguments.Select(a => ((ConstantNode)a).Value)]) is { } value && !_machine.Failed ? new ConstantNode(value) : null;
}
