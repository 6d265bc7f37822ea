namespace Pharos.Review;

/// <summary>What one recipient was told of a review by one channel.</summary>
/// <param name="Channel">The channel's name.</param>
/// <param name="Recipient">Who.</param>
public sealed record ReviewTelling(string Channel, string Recipient)
{
    /// <summary>The stage they were told of last; null while nothing reached them.</summary>
    public ReviewStage? Told { get; init; }

    /// <summary>The stage that could not be told; null when the last attempt reached them.</summary>
    public ReviewStage? Failed { get; init; }

    /// <summary>How often that stage could not be told.</summary>
    public int Failures { get; init; }

    /// <summary>When that was last.</summary>
    public DateTimeOffset? FailedAt { get; init; }

    /// <summary>Why; null when the last attempt reached them.</summary>
    public string? Problem { get; init; }

    internal ReviewTelling After(ToldStep step, DateTimeOffset at)
    {
        var stage = new ReviewStage(step.Level, step.Lateness);
        return step.Problem is null
            ? new ReviewTelling(Channel, Recipient) { Told = stage }
            : this with { Failed = stage, Failures = Failed == stage ? Failures + 1 : 1, FailedAt = at, Problem = step.Problem };
    }
}
