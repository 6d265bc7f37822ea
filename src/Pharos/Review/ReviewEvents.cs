namespace Pharos.Review;

/// <summary>Types of the events of a review; all of one review stand in its stream.</summary>
public static class ReviewEvents
{
    /// <summary>Somebody has to look: what, how risky, until when.</summary>
    public const string Requested = "review.requested";

    /// <summary>The same agent asked the same again, and waits for the same verdict.</summary>
    public const string Joined = "review.joined";

    /// <summary>Somebody was told about it, or could not be.</summary>
    public const string Told = "review.told";

    /// <summary>A reviewer looks at it; others see who.</summary>
    public const string Claimed = "review.claimed";

    /// <summary>The holder is still at it.</summary>
    public const string Renewed = "review.renewed";

    /// <summary>The holder gave it back.</summary>
    public const string Released = "review.released";

    /// <summary>Set aside until a time.</summary>
    public const string Snoozed = "review.snoozed";

    /// <summary>Handed to the next in the chain.</summary>
    public const string Escalated = "review.escalated";

    /// <summary>One of several people that are needed has approved.</summary>
    public const string Endorsed = "review.endorsed";

    /// <summary>It is judged.</summary>
    public const string Verdict = "review.verdict";

    /// <summary>The verdict was taken back before anybody had it.</summary>
    public const string Undone = "review.undone";

    /// <summary>The verdict took effect: it was handed to a caller.</summary>
    public const string Delivered = "review.delivered";

    /// <summary>An approval was kept from a caller, because the files are not any more what was approved.</summary>
    public const string Withheld = "review.withheld";

    /// <summary>The caller cannot take another input and was told to propose it: that proposal is what the approval then serves.</summary>
    public const string EditedOffered = "review.edited-offered";

    /// <summary>Nobody judged in time, and the callers get a denial that says so.</summary>
    public const string Expired = "review.expired";

    /// <summary>Nobody judged in time, and it stays open.</summary>
    public const string Overdue = "review.overdue";

    /// <summary>It does not matter any more.</summary>
    public const string Superseded = "review.superseded";
}
