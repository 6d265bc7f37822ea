using Pharos.Proposals;

namespace Pharos.Review;

/// <summary>What came of an attempt to move a review.</summary>
public abstract record ReviewOutcome
{
    private ReviewOutcome()
    {
    }

    /// <summary>It is recorded.</summary>
    /// <param name="Item">The review as it stands now.</param>
    public sealed record Changed(ReviewItem Item) : ReviewOutcome;

    /// <summary>It was not; nothing was recorded.</summary>
    /// <param name="Problem">Why, with a stable code.</param>
    /// <param name="Current">The review as it stands; null when there is none.</param>
    public sealed record Refused(Problem Problem, ReviewItem? Current) : ReviewOutcome;
}
