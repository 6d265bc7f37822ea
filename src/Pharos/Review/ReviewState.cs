namespace Pharos.Review;

/// <summary>Where a review stands.</summary>
public enum ReviewState
{
    /// <summary>Nobody looks at it.</summary>
    Waiting,

    /// <summary>A reviewer holds it.</summary>
    Claimed,

    /// <summary>Set aside until a time.</summary>
    Snoozed,

    /// <summary>Handed up, and nobody has taken it there.</summary>
    Escalated,

    /// <summary>It may happen.</summary>
    Approved,

    /// <summary>It may not happen, for a reason that is handed back.</summary>
    Rejected,

    /// <summary>It may not happen as proposed; a question or an instruction is handed back.</summary>
    Responded,

    /// <summary>Nobody judged in time. Never to be read as a rejection.</summary>
    Expired,

    /// <summary>It does not matter any more.</summary>
    Superseded,
}

/// <summary>The names states have on the wire.</summary>
public static class ReviewStates
{
    /// <summary>The lower-case name.</summary>
    public static string NameOf(ReviewState state) => state switch
    {
        ReviewState.Waiting => "waiting",
        ReviewState.Claimed => "claimed",
        ReviewState.Snoozed => "snoozed",
        ReviewState.Escalated => "escalated",
        ReviewState.Approved => "approved",
        ReviewState.Rejected => "rejected",
        ReviewState.Responded => "responded",
        ReviewState.Expired => "expired",
        _ => "superseded",
    };

    /// <summary>Reads a name; false for anything else.</summary>
    public static bool TryParse(string? name, out ReviewState state)
    {
        foreach (var candidate in Enum.GetValues<ReviewState>())
        {
            if (NameOf(candidate) == name)
            {
                state = candidate;
                return true;
            }
        }

        state = default;
        return false;
    }

    /// <summary>Whether nothing more is to be judged.</summary>
    public static bool IsClosed(ReviewState state) => state >= ReviewState.Approved;
}
