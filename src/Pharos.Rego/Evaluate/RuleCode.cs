using Pharos.Rego.Syntax;

namespace Pharos.Rego.Evaluate;

/// <summary>One compiled rule: a chain of steps over a frame whose first slot takes the result, and what is tried if it does not hold.</summary>
internal sealed class RuleCode
{
    public required Step First { get; init; }

    public required int Slots { get; init; }

    public SourceLocation Location { get; init; }

    public RuleCode? Else { get; init; }

    /// <summary>Which branches of the chain that begins here may hold; null where all have to be tried.</summary>
    public AlternativeIndex? Alternatives { get; set; }

    /// <summary>The place of the rule among those of its document or function.</summary>
    public int Order { get; set; }

    /// <summary>The same rule asked for one key instead of all: its key stands in <see cref="KeySlot"/>.</summary>
    public RuleCode? Lookup { get; set; }

    public int KeySlot { get; init; }
}
