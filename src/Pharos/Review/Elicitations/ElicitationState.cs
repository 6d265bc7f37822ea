namespace Pharos.Review.Elicitations;

/// <summary>Where an elicitation stands.</summary>
public enum ElicitationState
{
    /// <summary>It waits for an answer.</summary>
    Pending,

    /// <summary>It was answered.</summary>
    Accepted,

    /// <summary>The one asked will not answer.</summary>
    Declined,

    /// <summary>It was taken back by whoever asked, or put away by the one asked.</summary>
    Cancelled,

    /// <summary>Nobody answered in time.</summary>
    Expired,
}

/// <summary>The names states have on the wire.</summary>
public static class ElicitationStates
{
    /// <summary>The lower-case name.</summary>
    public static string NameOf(ElicitationState state) => state switch
    {
        ElicitationState.Pending => "pending",
        ElicitationState.Accepted => "accepted",
        ElicitationState.Declined => "declined",
        ElicitationState.Cancelled => "cancelled",
        _ => "expired",
    };

    /// <summary>Reads a name; false for anything else.</summary>
    public static bool TryParse(string? name, out ElicitationState state)
    {
        foreach (var candidate in Enum.GetValues<ElicitationState>())
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
}
