using Pharos.Proposals;

namespace Pharos.Review.Definitions;

/// <summary>What came of a person's word about a definition.</summary>
public abstract record DefinitionOutcome
{
    private DefinitionOutcome()
    {
    }

    /// <summary>It is recorded.</summary>
    public sealed record Recorded(DefinitionEntry Entry) : DefinitionOutcome;

    /// <summary>It is not, and why.</summary>
    public sealed record Refused(Problem Problem) : DefinitionOutcome;
}
