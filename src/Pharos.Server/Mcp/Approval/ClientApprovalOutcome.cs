using Pharos.Proposals;

namespace Pharos.Server.Mcp.Approval;

/// <summary>What came of asking the person at the client.</summary>
internal abstract record ClientApprovalOutcome
{
    private ClientApprovalOutcome()
    {
    }

    /// <summary>They said yes or no, or somebody else had before.</summary>
    public sealed record Judged(Answer Answer) : ClientApprovalOutcome;

    /// <summary>They did not say; it waits for the reviewers.</summary>
    public sealed record Unanswered(Answer Answer) : ClientApprovalOutcome;

    /// <summary>The state that came with the answer is not what was given out.</summary>
    public sealed record Refused(Problem Problem) : ClientApprovalOutcome;
}
