using Pharos.Proposals;

namespace Pharos.Review.Experts;

/// <summary>What came of an attempt to register or move an expert.</summary>
public abstract record ExpertOutcome
{
    private ExpertOutcome()
    {
    }

    /// <summary>It is recorded.</summary>
    /// <param name="Expert">The expert as it stands now.</param>
    public sealed record Changed(Expert Expert) : ExpertOutcome;

    /// <summary>It was not; nothing was recorded.</summary>
    /// <param name="Problem">Why, with a stable code.</param>
    public sealed record Refused(Problem Problem) : ExpertOutcome;
}
