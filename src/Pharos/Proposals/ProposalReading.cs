namespace Pharos.Proposals;

/// <summary>What came of reading a proposal.</summary>
public abstract record ProposalReading
{
    private ProposalReading()
    {
    }

    /// <summary>It has the right shape.</summary>
    public sealed record Read(ProposalRequest Request) : ProposalReading;

    /// <summary>It does not.</summary>
    public sealed record Refused(Problem Problem) : ProposalReading;
}
