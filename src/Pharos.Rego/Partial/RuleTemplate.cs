using Pharos.Rego.Compile;
using Pharos.Rego.Syntax;

namespace Pharos.Rego.Partial;

/// <summary>A rule with its names resolved and its statements in an order in which they can be evaluated.</summary>
/// <param name="Source">The rule and where it stands.</param>
/// <param name="Rule">The rule itself, or the <c>else</c> of one.</param>
/// <param name="Body">The statements; those that match the arguments of a function come first.</param>
/// <param name="Path">The parts of the head behind the document's own place.</param>
/// <param name="Value">The head's value.</param>
/// <param name="Slots">How many variables there are; those from 1 on are the arguments of a function.</param>
/// <param name="Names">The names of the variables that have one.</param>
internal sealed record RuleTemplate(
    RuleSource Source,
    Rule Rule,
    IReadOnlyList<LiteralNode> Body,
    IReadOnlyList<TermNode> Path,
    TermNode Value,
    int Slots,
    Func<int, string> Names)
{
    public bool IsDefault => Rule.IsDefault;

    public bool IsElse => !ReferenceEquals(Rule, Source.Rule);

    /// <summary>The same rule over variables of its own.</summary>
    public RuleInstance At(int first)
    {
        var shift = new SlotShift(first);
        return new RuleInstance(first, [.. Body.Select(shift.Rewrite)], [.. Path.Select(shift.Rewrite)], shift.Rewrite(Value));
    }

    private sealed class SlotShift(int first) : NodeRewriter
    {
        protected override TermNode Slot(SlotNode slot) => new SlotNode(first + slot.Slot);

        protected override int Local(int slot) => first + slot;
    }
}

/// <summary>A rule over variables that no other rule has.</summary>
internal sealed record RuleInstance(int First, IReadOnlyList<LiteralNode> Body, IReadOnlyList<TermNode> Path, TermNode Value)
{
    public SlotNode Argument(int index) => new(First + index + 1);
}
