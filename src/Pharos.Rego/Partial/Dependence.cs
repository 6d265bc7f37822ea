using Pharos.Rego.Builtins;
using Pharos.Rego.Compile;
using Pharos.Rego.Evaluate;
using Pharos.Rego.Values;

namespace Pharos.Rego.Partial;

/// <summary>
/// Which rules may need something unknown to be evaluated. Says yes where it cannot be sure: what does not depend on an unknown is left to the
/// ordinary evaluator as a whole.
/// </summary>
internal sealed class Dependence(RuleTemplates templates, VirtualNode root, Unknowns unknowns, IReadOnlyDictionary<object, Mock>? mocks, bool callNondeterministic)
{
    private readonly Dictionary<object, bool> _known = new(ReferenceEqualityComparer.Instance);

    public Unknowns Unknowns => unknowns;

    /// <summary>Whether a document or function may need something unknown.</summary>
    public bool Depends(object owner)
    {
        if (_known.TryGetValue(owner, out var depends))
        {
            return depends;
        }

        // Rules are not recursive; documents of several paths may name themselves, which settles nothing.
        _known[owner] = false;
        depends = templates.Of(owner).Any(t => t.Body.Any(Literal) || t.Path.Any(Term) || Term(t.Value));
        return _known[owner] = depends;
    }

    /// <summary>Whether a reference below data may need something unknown.</summary>
    public bool Data(IReadOnlyList<TermNode> path) => unknowns.Overlap(RootKind.Data, path, path.Count) || Below(root, path, 0);

    /// <summary>Whether a call of a builtin is left open.</summary>
    public bool IsOpen(Builtin builtin) => builtin.IsNondeterministic && !callNondeterministic;

    private bool Below(VirtualNode node, IReadOnlyList<TermNode> path, int index)
    {
        if (node.Document is { } document)
        {
            return Depends(document);
        }

        if (index < path.Count && path[index] is ConstantNode constant)
        {
            return constant.Value is RegoString name && node.Find(name.Value) is { } child && Below(child, path, index + 1);
        }

        return node.Children.Values.Any(child => Below(child, path, index + 1));
    }

    private bool Literal(LiteralNode literal)
    {
        if (SlotUse.Terms(literal).Any(Term))
        {
            return true;
        }

        return literal switch
        {
            NotNode not => not.Body.Literals.Any(Literal),
            EveryNode every => every.Body.Literals.Any(Literal),
            WithNode with => with.Inner.Any(Literal) || with.Replacements.Any(Replacement),
            _ => false,
        };
    }

    private bool Replacement(Replacement replacement) =>
        (replacement.ByFunction is { } function && Depends(function)) || (replacement.ByBuiltin is { } builtin && IsOpen(builtin));

    private bool Term(TermNode term)
    {
        switch (term)
        {
            case ReferenceNode reference:
                return (reference.Head is not null && Term(reference.Head)) || reference.Path.Any(Term)
                    || (reference.Root == RootKind.Data ? Data(reference.Path) : reference.Root == RootKind.Input && unknowns.Overlap(reference));
            case ArrayNode array:
                return array.Items.Any(Term);
            case SetNode set:
                return set.Items.Any(Term);
            case ObjectNode map:
                return map.Entries.Any(e => Term(e.Key) || Term(e.Value));
            case CallNode call:
                return call.Arguments.Any(Term) || Callee((object?)call.Builtin ?? call.Function!);
            case TemplateNode template:
                return template.Parts.Any(Term);
            case ComprehensionNode c:
                return (c.Key is not null && Term(c.Key)) || Term(c.Value) || c.Body.Literals.Any(Literal);
            default:
                return false;
        }
    }

    private bool Callee(object callee)
    {
        if (mocks is not null && mocks.TryGetValue(callee, out var mock))
        {
            return (mock.Function is { } function && Depends(function)) || (mock.Builtin is { } by && IsOpen(by));
        }

        return callee is Builtin builtin ? IsOpen(builtin) : Depends(callee);
    }
}
