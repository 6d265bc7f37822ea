using Pharos.Rego.Compile;

namespace Pharos.Rego.Partial;

/// <summary>What the variables of the path being tried stand for. Undone in the reverse order.</summary>
internal sealed class Bindings : NodeRewriter
{
    private readonly Dictionary<int, TermNode> _terms = [];

    public void Bind(int slot, TermNode term) => _terms.Add(slot, term);

    public void Undo(int slot) => _terms.Remove(slot);

    /// <summary>The term behind a chain of variables: an unbound variable, or something else.</summary>
    public TermNode Resolve(TermNode term)
    {
        while (term is SlotNode slot && _terms.TryGetValue(slot.Slot, out var bound))
        {
            term = bound;
        }

        return term;
    }

    /// <summary>Whether a variable occurs in a term, so that binding it to that term would make it infinite.</summary>
    public bool Occurs(int slot, TermNode term)
    {
        var used = new HashSet<int>();
        SlotUse.Slots(Rewrite(term), used);
        return used.Contains(slot);
    }

    protected override TermNode Slot(SlotNode slot)
    {
        var term = Resolve(slot);
        return term is SlotNode or ConstantNode ? term : Rewrite(term);
    }
}
