namespace Pharos.Rego.Evaluate;

/// <summary>One compiled rule: a chain of steps over a frame whose first slot takes the result, and what is tried if it does not hold.</summary>
internal sealed class RuleCode
{
    public required Step First { get; init; }

    public required int Slots { get; init; }

    public RuleCode? Else { get; init; }
}
