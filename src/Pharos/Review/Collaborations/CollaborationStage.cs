namespace Pharos.Review.Collaborations;

/// <summary>Where a session stands.</summary>
public enum CollaborationStage
{
    /// <summary>A pair whose partner has not accepted.</summary>
    Requested,

    /// <summary>Its participants work.</summary>
    Open,

    /// <summary>Somebody ended it with a summary.</summary>
    Ended,

    /// <summary>The partner declined.</summary>
    Declined,

    /// <summary>Nothing happened in it for too long.</summary>
    Expired,
}

/// <summary>The names stages have on the wire.</summary>
public static class CollaborationStages
{
    /// <summary>The lower-case name.</summary>
    public static string NameOf(CollaborationStage stage) => stage switch
    {
        CollaborationStage.Requested => "requested",
        CollaborationStage.Open => "open",
        CollaborationStage.Ended => "ended",
        CollaborationStage.Declined => "declined",
        _ => "expired",
    };

    /// <summary>Reads a name; false for anything else.</summary>
    public static bool TryParse(string? name, out CollaborationStage stage)
    {
        foreach (var candidate in Enum.GetValues<CollaborationStage>())
        {
            if (NameOf(candidate) == name)
            {
                stage = candidate;
                return true;
            }
        }

        stage = default;
        return false;
    }

    /// <summary>Whether nothing more can happen in it.</summary>
    public static bool IsClosed(CollaborationStage stage) => stage >= CollaborationStage.Ended;
}
