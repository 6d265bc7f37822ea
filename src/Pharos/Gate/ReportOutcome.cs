using Pharos.Events;
using Pharos.Proposals;

namespace Pharos.Gate;

/// <summary>What came of a report.</summary>
public abstract record ReportOutcome
{
    private ReportOutcome()
    {
    }

    /// <summary>Recorded as <c>proposal.executed</c>.</summary>
    public sealed record Recorded(Position Position) : ReportOutcome;

    /// <summary>Recorded as <c>proposal.bypassed</c>, an alarm: it was denied, or nobody had asked.</summary>
    public sealed record Bypassed(Position Position) : ReportOutcome;

    /// <summary>Not recorded.</summary>
    public sealed record Refused(Problem Problem) : ReportOutcome;
}
