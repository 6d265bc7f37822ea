using Pharos.Rego.Compile;
using Pharos.Rego.Evaluate;
using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Partial;

internal sealed partial class PartialEvaluator
{
    public SupportRules Support { get; }

    private void Supported(RuleDocument document, IReadOnlyList<TermNode> path, int index, TermNode[] rest, Action<TermNode> next)
    {
        if (_scope.IsWith)
        {
            _savedInWith = true;
            return;
        }

        if (document.SetPaths.Length > 0)
        {
            // A set without members is defined all the same, which support rules would only say if one remained of it.
            Original(path, next);
            return;
        }

        if (Support.Begin(document))
        {
            Support.Enter(document);
            foreach (var rule in _templates.Of(document).Where(r => !r.IsDefault))
            {
                Remaining(document, rule);
            }

            Support.Leave(document);
            if (Support.HasRules(document))
            {
                foreach (var rule in _templates.Of(document).Where(r => r.IsDefault))
                {
                    Remaining(document, rule);
                }
            }
        }

        if (Support.HasRules(document) || Support.IsBuilding(document))
        {
            next(new ReferenceNode(RootKind.Data, null, [.. Support.Reference(PathOf(document.Node)).Path, .. rest]));
            return;
        }

        switch (document.Kind)
        {
            case DocumentKind.Set:
                Walk(new ConstantNode(RegoSet.Empty), rest, 0, next);
                break;
            case DocumentKind.Complete when document.Default?.Evaluate(_machine, []) is { } value && !_machine.Failed:
                Walk(new ConstantNode(value), rest, 0, next);
                break;
            case DocumentKind.Tree:
                var tree = new DocumentTree();
                foreach (var (at, value) in document.Defaults)
                {
                    tree.Insert(at, value.Evaluate(_machine, [])!, member: false);
                }

                Walk(new ConstantNode(tree.Build()), rest, 0, next);
                break;
            default:
                break;
        }
    }

    private void SupportedCall(FunctionDocument function, IReadOnlyList<TermNode> arguments, Action<TermNode> next)
    {
        if (_scope.IsWith)
        {
            _savedInWith = true;
            return;
        }

        if (Support.Begin(function))
        {
            foreach (var rule in _templates.Of(function))
            {
                Remaining(function, rule);
            }
        }

        Called(Support.Function(function, PathOf(function.Node)), arguments, next);
    }

    /// <summary>Adds what remains of a rule to the support rules: one rule for each way in which its body may hold.</summary>
    private void Remaining(object owner, RuleTemplate rule)
    {
        var instance = rule.At(_names.Reserve(rule.Slots, rule.Names));
        int[] arguments = [.. Enumerable.Range(0, rule.Rule.Parameters.Count).Select(i => instance.Argument(i).Slot)];
        var value = Fresh();
        SlotNode[] path = [.. instance.Path.Select(_ => Fresh())];
        List<LiteralNode> body = [.. instance.Body, .. path.Zip(instance.Path, (slot, term) => new UnifyNode(default, slot, term)), new UnifyNode(default, value, instance.Value)];
        HashSet<int> live = [.. arguments, value.Slot, .. path.Select(p => p.Slot)];
        var heads = new List<(IReadOnlyList<TermNode> Path, TermNode Value)>();
        foreach (var way in Collect(body, arguments, () => path.Append(value).Where(IsBound).Select(Equation), live))
        {
            var rest = way.ToList();
            heads.Add(([.. path.Select(slot => Taken(slot, rest))], Taken(value, rest)));
            Support.Add(owner, rule, Head(rule, arguments, heads[^1].Path, heads[^1].Value), rest);
        }
    }

    /// <summary>Takes the equation of a head's variable out of the conditions: the head can say it itself, unless it needs evaluation.</summary>
    private static TermNode Taken(SlotNode slot, List<LiteralNode> conditions)
    {
        var at = conditions.FindIndex(c => c is UnifyNode { Left: SlotNode left, Right: not (ReferenceNode or CallNode or ComprehensionNode or TemplateNode) } && left.Slot == slot.Slot);
        if (at < 0)
        {
            return slot;
        }

        var term = ((UnifyNode)conditions[at]).Right;
        conditions.RemoveAt(at);
        return term;
    }

    private string Head(RuleTemplate rule, int[] arguments, IReadOnlyList<TermNode> path, TermNode value)
    {
        var syntax = rule.Rule;
        var text = (syntax.IsDefault ? "default " : "") + syntax.Name;
        var written = syntax.Path.Take(syntax.Path.Count - rule.Source.Dynamic.Count).Select(p => new ConstantNode(((ScalarTerm)p).Value));
        text += Support.Text.Path([.. written, .. path.TakeLast(rule.Source.Dynamic.Count)]);
        if (syntax.Kind == RuleKind.Function)
        {
            text += $"({Support.Text.List(arguments.Select(a => new SlotNode(a)))})";
        }

        return text + (syntax.Kind == RuleKind.Contains ? " contains " : " := ") + Support.Text.Term(value);
    }

    private TestNode NegationRule(List<IReadOnlyList<LiteralNode>> ways, IReadOnlyList<int> arguments, SourceLocation at) =>
        new(at, Support.Negation(ways, arguments));
}
