namespace Pharos.Review.Notices;

/// <summary>What came of sending a notice.</summary>
public abstract record NoticeOutcome
{
    private NoticeOutcome()
    {
    }

    /// <summary>It arrived.</summary>
    public sealed record Sent : NoticeOutcome;

    /// <summary>It did not, or nobody knows.</summary>
    /// <param name="Problem">Why, in words that hold no secret.</param>
    public sealed record Failed(string Problem) : NoticeOutcome;
}
