using Pharos.Proposals;

namespace Pharos.Gate.Degradation;

/// <summary>What came of a request to change the state.</summary>
public abstract record DegradationOutcome
{
    private DegradationOutcome()
    {
    }

    /// <summary>It is in the wanted state, now or before.</summary>
    public sealed record Standing(DegradationStatus Status) : DegradationOutcome;

    /// <summary>There is no way from the present state to the wanted one.</summary>
    public sealed record Refused(Problem Problem) : DegradationOutcome;
}
