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
}

/// <summary>One participant of a session.</summary>
/// <param name="Agent">Who: a token's subject.</param>
/// <param name="Role">What for: driver, navigator, observer, peer and reviewer in a pair; elsewhere owner or whatever the owner named.</param>
/// <param name="Presence">Whether they are there.</param>
public sealed record Participant(string Agent, string Role, Presence Presence)
{
    /// <summary>The presence's lower-case name.</summary>
    public static string NameOf(Presence presence) => presence switch
    {
        Presence.Invited => "invited",
        Presence.Joined => "joined",
        Presence.Left => "left",
        _ => "declined",
    };
}
