namespace Pharos.Review.Collaborations;

/// <summary>Whether a participant is there.</summary>
public enum Presence
{
    /// <summary>Was asked, and has not answered.</summary>
    Invited,

    /// <summary>Takes part.</summary>
    Joined,

    /// <summary>Took part, and left; may join again.</summary>
    Left,

    /// <summary>Was asked, and does not want to.</summary>
    Declined,

    /// <summary>Was removed; comes back only when asked again.</summary>
    Removed,
}

/// <summary>One participant of a session.</summary>
/// <param name="Agent">Who: a token's subject.</param>
/// <param name="Role">What for: driver, navigator, observer, peer and reviewer in a pair; elsewhere owner or whatever the owner named.</param>
/// <param name="Presence">Whether they are there.</param>
public sealed record Participant(string Agent, string Role, Presence Presence)
{
    /// <summary>Whether they may look at it: who has gone sees nothing any more, not even what was there before.</summary>
    public bool MayRead => Presence is Presence.Invited or Presence.Joined;

    /// <summary>The presence's lower-case name.</summary>
    public static string NameOf(Presence presence) => presence switch
    {
        Presence.Invited => "invited",
        Presence.Joined => "joined",
        Presence.Left => "left",
        Presence.Declined => "declined",
        _ => "removed",
    };
}
