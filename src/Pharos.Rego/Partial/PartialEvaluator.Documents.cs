using Pharos.Rego.Compile;
using Pharos.Rego.Evaluate;
using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Partial;

internal sealed partial class PartialEvaluator
{
    private void Document(RuleDocument document, IReadOnlyList<TermNode> path, int index, Want want, Action<TermNode> next)
    {
        if (!_scope.Dependence.Depends(document))
        {
            if (document.Evaluate(_machine) is { } value && !_machine.Failed)
            {
                Walk(new ConstantNode(value), path, index, next);
            }

            return;
        }

        var rules = _templates.Of(document);
        if (rules.Any(r => r.IsElse))
        {
            Original(path, next);
            return;
        }

        TermNode[] rest = [.. path.Skip(index).Select(_bindings.Rewrite)];
        var keepsDefault = rules.FirstOrDefault(r => r.IsDefault) is { } byDefault
            && (document.Kind == DocumentKind.Tree || rest.Length > 0 || byDefault.Value is not ConstantNode constant || !want.Excludes(constant.Value));
        if (_request.ShallowInlining || keepsDefault || IsDisabled(document.Node) || rules.Any(r => NeedsWhole(document, r, rest)))
        {
            Supported(document, path, index, rest, next);
            return;
        }

        foreach (var rule in rules.Where(r => !r.IsDefault && MayDefine(document, r, rest)))
        {
            Inline(document, rule, rest, next);
        }
    }

    /// <summary>Puts a rule in the place of a reference to its document.</summary>
    private void Inline(RuleDocument document, RuleTemplate rule, IReadOnlyList<TermNode> rest, Action<TermNode> next)
    {
        if (!_machine.Enter())
        {
            return;
        }

        var instance = rule.At(_names.Reserve(rule.Slots, rule.Names));
        Literals(instance.Body, 0, () =>
        {
            if (document.Kind == DocumentKind.Complete)
            {
                Term(instance.Value, Want.Anything, value => Walk(value, rest, 0, next));
                return;
            }

            var isMember = rule.Rule.Kind == RuleKind.Contains;
            IReadOnlyList<TermNode> keys = document.Kind == DocumentKind.Set ? [instance.Value] : isMember ? [.. instance.Path, instance.Value] : instance.Path;
            Terms(keys, found => Pairs([.. found.Zip(rest)], 0, rule.Rule.Location, () =>
            {
                if (isMember)
                {
                    Walk(found[^1], rest, found.Count, next);
                }
                else
                {
                    Term(instance.Value, Want.Anything, value => Walk(value, rest, found.Count, next));
                }
            }));
        });
        _machine.Leave();
    }

    /// <summary>Whether a reference ends above what a rule defines, so that what several rules define would have to be put together.</summary>
    private static bool NeedsWhole(RuleDocument document, RuleTemplate rule, TermNode[] rest) =>
        document.Kind != DocumentKind.Complete && !rule.IsDefault && MayDefine(document, rule, rest)
        && rest.Length < rule.Path.Count + (rule.Rule.Kind == RuleKind.Contains ? 1 : 0);

    private static bool MayDefine(RuleDocument document, RuleTemplate rule, TermNode[] rest)
    {
        for (var i = 0; document.Kind == DocumentKind.Tree && i < Math.Min(rest.Length, rule.Path.Count); i++)
        {
            if (rule.Path[i] is ConstantNode key && rest[i] is ConstantNode wanted && !key.Value.Equals(wanted.Value))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsDisabled(VirtualNode node)
    {
        var path = PathOf(node);
        return _disabled.Any(d => d.Root == RootKind.Data && d.Path.Take(path.Count).SequenceEqual(path.Take(d.Path.Count)));
    }

    private static List<RegoValue> PathOf(VirtualNode node)
    {
        var path = new List<RegoValue>();
        for (; node.Parent is not null; node = node.Parent)
        {
            path.Insert(0, RegoString.Of(node.Name));
        }

        return path;
    }

    private void Function(FunctionDocument function, IReadOnlyList<TermNode> arguments, Want want, Action<TermNode> next)
    {
        var depends = _scope.Dependence.Depends(function);
        if (!depends && arguments.All(a => a is ConstantNode))
        {
            if (function.Call(_machine, Values(arguments)) is { } value && !_machine.Failed)
            {
                next(new ConstantNode(value));
            }

            return;
        }

        var rules = _templates.Of(function);
        if (rules.Any(r => r.IsElse) || IsUnknown([.. PathOf(function.Node).Select(p => new ConstantNode(p))], int.MaxValue))
        {
            Called(function, arguments, next);
            return;
        }

        var keepsDefault = rules.FirstOrDefault(r => r.IsDefault) is { } byDefault && (byDefault.Value is not ConstantNode constant || !want.Excludes(constant.Value));
        if ((_request.ShallowInlining && depends) || keepsDefault || IsDisabled(function.Node))
        {
            SupportedCall(function, arguments, next);
            return;
        }

        foreach (var rule in rules.Where(r => !r.IsDefault))
        {
            if (!_machine.Enter())
            {
                return;
            }

            var instance = rule.At(_names.Reserve(rule.Slots, rule.Names));
            Pairs([.. arguments.Select((a, i) => ((TermNode)instance.Argument(i), a))], 0, rule.Rule.Location, () =>
                Literals(instance.Body, 0, () => Term(instance.Value, Want.Anything, next)));
            _machine.Leave();
        }
    }

    /// <summary>Leaves a call of the program's own function.</summary>
    private void Called(FunctionDocument function, IReadOnlyList<TermNode> arguments, Action<TermNode> next)
    {
        var result = Fresh();
        Save(new UnifyNode(default, result, new CallNode(null, function, arguments)), () => next(_bindings.Rewrite(result)));
    }
}
