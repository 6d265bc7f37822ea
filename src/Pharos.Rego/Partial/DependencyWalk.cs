using Pharos.Rego.Compile;
using Pharos.Rego.Evaluate;
using Pharos.Rego.Values;

namespace Pharos.Rego.Partial;

/// <summary>Follows the references of statements through the rules that they name.</summary>
internal sealed class DependencyWalk(RuleTemplates templates, VirtualNode root)
{
    private readonly SortedSet<string> _base = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _virtual = new(StringComparer.Ordinal);
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);

    public RegoDependencies Of(IEnumerable<LiteralNode> literals)
    {
        Body(literals);
        return new RegoDependencies([.. _base], [.. _virtual]);
    }

    private void Body(IEnumerable<LiteralNode> literals)
    {
        foreach (var literal in literals)
        {
            foreach (var term in SlotUse.Terms(literal))
            {
                Term(term);
            }

            switch (literal)
            {
                case NotNode not:
                    Body(not.Body.Literals);
                    break;
                case EveryNode every:
                    Body(every.Body.Literals);
                    break;
                case WithNode with:
                    Body(with.Inner);
                    with.Replacements.ToList().ForEach(r => Function(r.ByFunction));
                    break;
                default:
                    break;
            }
        }
    }

    private void Term(TermNode term)
    {
        foreach (var part in SlotUse.Parts(term))
        {
            Term(part);
        }

        switch (term)
        {
            case ComprehensionNode comprehension:
                Body(comprehension.Body.Literals);
                Term(comprehension.Value);
                if (comprehension.Key is not null)
                {
                    Term(comprehension.Key);
                }

                break;
            case CallNode call:
                Function(call.Function);
                break;
            case ReferenceNode { Root: RootKind.Input } input:
                _base.Add(Written("input", input.Path));
                break;
            case ReferenceNode { Root: RootKind.Data } data:
                Data(root, data.Path, 0);
                break;
            default:
                break;
        }
    }

    private void Data(VirtualNode? node, IReadOnlyList<TermNode> path, int index)
    {
        if (node is null || (node.Children.Count == 0 && node.Document is null && node.Function is null))
        {
            _base.Add(Written("data", path));
            return;
        }

        if (node.Document is { } document)
        {
            Rules(document, node);
        }
        else if (index < path.Count && path[index] is ConstantNode constant)
        {
            Data(constant.Value is RegoString name ? node.Find(name.Value) : null, path, index + 1);
        }
        else
        {
            foreach (var child in node.Children.Values)
            {
                Data(child, path, index + 1);
            }
        }
    }

    private void Function(FunctionDocument? function)
    {
        if (function is not null)
        {
            Rules(function, function.Node);
        }
    }

    private void Rules(object owner, VirtualNode node)
    {
        if (!_seen.Add(owner))
        {
            return;
        }

        _virtual.Add(node.FullName);
        foreach (var rule in templates.Of(owner))
        {
            Body(rule.Body);
            rule.Path.ToList().ForEach(Term);
            Term(rule.Value);
        }
    }

    private static string Written(string head, IReadOnlyList<TermNode> path) =>
        NodeText.Identity.Term(new ReferenceNode(head == "input" ? RootKind.Input : RootKind.Data, null, [.. path.TakeWhile(p => p is ConstantNode)]));
}
