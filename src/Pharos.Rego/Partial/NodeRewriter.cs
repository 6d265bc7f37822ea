using Pharos.Rego.Compile;

namespace Pharos.Rego.Partial;

/// <summary>Copies nodes with other terms in the place of slots; a composite whose parts have become constant becomes one.</summary>
internal abstract class NodeRewriter
{
    public TermNode Rewrite(TermNode term)
    {
        switch (term)
        {
            case ConstantNode:
                return term;
            case SlotNode slot:
                return Slot(slot);
            case ReferenceNode reference:
                return Reference(reference.Root, reference.Head is null ? null : Rewrite(reference.Head), Rewrite(reference.Path));
            case ArrayNode array:
                return Folding.Array(Rewrite(array.Items));
            case SetNode set:
                return Folding.Set(Rewrite(set.Items));
            case ObjectNode map:
                return Folding.Object([.. map.Entries.Select(e => new KeyValuePair<TermNode, TermNode>(Rewrite(e.Key), Rewrite(e.Value)))]);
            case CallNode call:
                return new CallNode(call.Builtin, call.Function, Rewrite(call.Arguments));
            case TemplateNode template:
                return new TemplateNode(Rewrite(template.Parts));
            case ComprehensionNode c:
                return new ComprehensionNode(c.Kind, c.Key is null ? null : Rewrite(c.Key), Rewrite(c.Value), Body(c.Body));
            default:
                throw new InvalidOperationException($"unknown term {term.GetType().Name}");
        }
    }

    public LiteralNode Rewrite(LiteralNode literal)
    {
        var at = literal.Location;
        switch (literal)
        {
            case TestNode test:
                return new TestNode(at, Rewrite(test.Term));
            case UnifyNode unify:
                return new UnifyNode(at, Rewrite(unify.Left), Rewrite(unify.Right));
            case NotNode not:
                return new NotNode(at, Body(not.Body));
            case SomeInNode some:
                return new SomeInNode(at, some.Key is null ? null : Rewrite(some.Key), Rewrite(some.Value), Rewrite(some.Domain));
            case EveryNode every:
                return new EveryNode(at, Local(every.Key), Local(every.Value), Rewrite(every.Domain), Body(every.Body, every.Key, every.Value));
            case WithNode with:
                var replacements = with.Replacements.Select(r => r with { ByValue = r.ByValue is null ? null : Rewrite(r.ByValue) });
                return new WithNode(at, [.. replacements], [.. with.Inner.Select(Rewrite)]);
            default:
                throw new InvalidOperationException($"unknown literal {literal.GetType().Name}");
        }
    }

    public IReadOnlyList<TermNode> Rewrite(IReadOnlyList<TermNode> terms) => [.. terms.Select(Rewrite)];

    protected abstract TermNode Slot(SlotNode slot);

    /// <summary>A slot that a closure binds itself.</summary>
    protected virtual int Local(int slot) => slot;

    /// <summary>The statements of a closure, and the slots that it binds before them.</summary>
    protected virtual IReadOnlyList<LiteralNode> Closure(IReadOnlyList<LiteralNode> literals, IEnumerable<int> locals) => [.. literals.Select(Rewrite)];

    private BodyNode Body(BodyNode body, params int[] locals)
    {
        var captured = new HashSet<int>();
        foreach (var slot in body.Captured)
        {
            SlotUse.Slots(Slot(new SlotNode(slot)), captured);
        }

        return new BodyNode(Closure(body.Literals, locals), captured);
    }

    private static TermNode Reference(Evaluate.RootKind root, TermNode? head, IReadOnlyList<TermNode> path) =>
        head is ReferenceNode { Head: null } inner ? new ReferenceNode(inner.Root, null, [.. inner.Path, .. path])
        : head is ReferenceNode { Head: not CallNode } nested ? new ReferenceNode(nested.Root, nested.Head, [.. nested.Path, .. path])
        : new ReferenceNode(root, head, path);
}
