namespace Pharos.Review.Collaborations;

/// <summary>Types of the events of a session; all of one session stand in its stream.</summary>
public static class CollaborationEvents
{
    /// <summary>Somebody asked others to work together on something.</summary>
    public const string Started = "collaboration.started";

    /// <summary>Somebody more was asked.</summary>
    public const string Invited = "collaboration.invited";

    /// <summary>The partner of a pair accepted.</summary>
    public const string Accepted = "collaboration.accepted";

    /// <summary>A participant came, or came back.</summary>
    public const string Joined = "collaboration.joined";

    /// <summary>A participant left, or declined before coming.</summary>
    public const string Left = "collaboration.left";

    /// <summary>A participant was removed by who started the session, or by an administrator. Of all that follows, nothing is theirs to read.</summary>
    public const string Removed = "collaboration.removed";

    /// <summary>A participant said something.</summary>
    public const string Commented = "collaboration.commented";

    /// <summary>Something was decided, for a reason.</summary>
    public const string Decided = "collaboration.decided";

    /// <summary>A change was suggested.</summary>
    public const string Suggested = "collaboration.suggested";

    /// <summary>A suggestion was accepted. Nothing is carried out by that.</summary>
    public const string SuggestionAccepted = "collaboration.suggestion-accepted";

    /// <summary>A suggestion was rejected, or withdrawn by who made it.</summary>
    public const string SuggestionRejected = "collaboration.suggestion-rejected";

    /// <summary>Another text was put in a suggestion's place.</summary>
    public const string SuggestionModified = "collaboration.suggestion-modified";

    /// <summary>A participant's proposal to the gate carries a suggestion out.</summary>
    public const string SuggestionProposed = "collaboration.suggestion-proposed";

    /// <summary>A text was attached by its hash.</summary>
    public const string ContextAttached = "collaboration.context-attached";

    /// <summary>It was ended with a summary.</summary>
    public const string Ended = "collaboration.ended";

    /// <summary>Nothing happened in it for too long.</summary>
    public const string Expired = "collaboration.expired";
}
