using Pharos.Rego.Compile;
using Pharos.Rego.Evaluate;
using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Partial;

/// <summary>The rules of a program's documents and functions, resolved when first asked for. Belongs to one evaluation.</summary>
internal sealed class RuleTemplates
{
    private readonly Dictionary<object, IReadOnlyList<RuleSource>> _sources = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, IReadOnlyList<RuleTemplate>> _templates = new(ReferenceEqualityComparer.Instance);

    public RuleTemplates(RuleTree tree)
    {
        foreach (var (document, rules) in tree.Documents)
        {
            _sources[document] = rules;
        }

        foreach (var (function, rules) in tree.Functions)
        {
            _sources[function] = rules;
        }
    }

    /// <summary>The rules of a document or function, each before its <c>else</c> parts.</summary>
    public IReadOnlyList<RuleTemplate> Of(object owner)
    {
        if (!_templates.TryGetValue(owner, out var templates))
        {
            var list = new List<RuleTemplate>();
            foreach (var source in _sources[owner])
            {
                for (var rule = source.Rule; rule is not null; rule = rule.Else)
                {
                    list.Add(Resolve(source, rule, owner as RuleDocument));
                }
            }

            _templates[owner] = templates = list;
        }

        return templates;
    }

    private static RuleTemplate Resolve(RuleSource source, Rule rule, RuleDocument? document)
    {
        var arity = rule.Parameters.Count;
        var resolver = new Resolver(source.Scope, new Diagnostics(), arity + 1) { Rule = source.Rule };
        var matched = new List<int>();
        for (var i = 0; i < arity; i++)
        {
            if (rule.Parameters[i] is VariableTerm { IsWildcard: true })
            {
                continue;
            }

            if (rule.Parameters[i] is VariableTerm variable && !resolver.IsParameter(variable.Name))
            {
                resolver.DeclareParameter(variable, i + 1);
            }
            else
            {
                matched.Add(i);
            }
        }

        matched.ForEach(i => resolver.DeclarePattern(rule.Parameters[i]));
        var body = resolver.OpenBody(rule.Body, [.. source.Dynamic, .. matched.Select(i => rule.Parameters[i]), rule.Value]);
        var literals = matched.ConvertAll<LiteralNode>(i => new UnifyNode(rule.Location, resolver.Term(rule.Parameters[i]), new SlotNode(i + 1)));
        literals.AddRange(body);
        var path = new List<TermNode>();
        if (document is not null)
        {
            path.AddRange(FixedPath(document.Node, source.Node).Select(name => new ConstantNode(name)));
            path.AddRange(source.Dynamic.Select(resolver.Term));
        }

        var value = resolver.Term(rule.Value!);
        var ordered = BodyOrder.Order(literals, [.. Enumerable.Range(1, arity)]);
        return new RuleTemplate(source, rule, ordered, path, value, resolver.SlotCount, resolver.NameOf);
    }

    private static IEnumerable<RegoValue> FixedPath(VirtualNode from, VirtualNode to)
    {
        var path = new Stack<RegoValue>();
        for (var node = to; node != from; node = node.Parent!)
        {
            path.Push(RegoString.Of(node.Name));
        }

        return path;
    }
}
