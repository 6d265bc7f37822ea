namespace Pharos.Rego.Compile;

/// <summary>The slots and references that a term or statement uses, closures aside: of those, the slots that they capture.</summary>
internal static class SlotUse
{
    public static void Slots(LiteralNode literal, HashSet<int> into)
    {
        foreach (var term in Terms(literal))
        {
            Slots(term, into);
        }

        switch (literal)
        {
            case NotNode not:
                into.UnionWith(not.Body.Captured);
                break;
            case EveryNode every:
                into.UnionWith(every.Body.Captured);
                break;
            case WithNode with:
                foreach (var inner in with.Inner)
                {
                    Slots(inner, into);
                }

                break;
            default:
                break;
        }
    }

    public static void Slots(TermNode term, HashSet<int> into)
    {
        switch (term)
        {
            case SlotNode slot:
                into.Add(slot.Slot);
                break;
            case ComprehensionNode comprehension:
                into.UnionWith(comprehension.Body.Captured);
                break;
            default:
                foreach (var part in Parts(term))
                {
                    Slots(part, into);
                }

                break;
        }
    }

    /// <summary>The references in a term, inner ones first.</summary>
    public static void References(TermNode term, List<ReferenceNode> into)
    {
        foreach (var part in Parts(term))
        {
            References(part, into);
        }

        if (term is ReferenceNode reference)
        {
            into.Add(reference);
        }
    }

    public static IEnumerable<TermNode> Terms(LiteralNode literal) => literal switch
    {
        TestNode test => [test.Term],
        UnifyNode unify => [unify.Left, unify.Right],
        SomeInNode { Key: null } some => [some.Value, some.Domain],
        SomeInNode some => [some.Key, some.Value, some.Domain],
        EveryNode every => [every.Domain],
        WithNode with => with.Replacements.Select(r => r.ByValue).OfType<TermNode>(),
        _ => [],
    };

    public static IEnumerable<TermNode> Parts(TermNode term) => term switch
    {
        ReferenceNode reference => reference.Head is null ? reference.Path : reference.Path.Prepend(reference.Head),
        ArrayNode array => array.Items,
        SetNode set => set.Items,
        ObjectNode map => map.Entries.SelectMany(e => new[] { e.Key, e.Value }),
        CallNode call => call.Arguments,
        TemplateNode template => template.Parts,
        _ => [],
    };
}
