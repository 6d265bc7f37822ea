using Pharos.Agents;

namespace Pharos.Review.Collaborations;

/// <summary>Who may do what in which kind of session. Pure; the one table behind every step.</summary>
public static class CollaborationRules
{
    /// <summary>The role of whoever starts a pair and writes.</summary>
    public const string Driver = "driver";

    /// <summary>The role of whoever starts another kind of session.</summary>
    public const string Owner = "owner";

    /// <summary>The role of those who were given none.</summary>
    public const string Member = "member";

    /// <summary>The role of a pair's partner.</summary>
    public static string PartnerRole(PairMode mode) => mode switch
    {
        PairMode.Passive => "observer",
        PairMode.Active => "navigator",
        PairMode.Collaborative => "peer",
        _ => "reviewer",
    };

    /// <summary>Whether somebody may read a session: who takes part or was asked to, and who watches over all of them. Not who left, declined or was removed.</summary>
    public static bool MayRead(CollaborationHead head, Caller caller) => caller.Role is Role.Viewer or Role.Reviewer or Role.Admin || head.Find(caller.Subject) is { MayRead: true };

    /// <summary>Whether a participant may suggest changes.</summary>
    public static bool MaySuggest(CollaborationHead head, Participant participant) => head.Mode switch
    {
        PairMode.Passive => false,
        PairMode.Active => participant.Role != Driver,
        PairMode.Review => participant.Role == Driver,
        _ => true,
    };

    /// <summary>Whether a participant may judge what others suggest.</summary>
    public static bool MayJudge(CollaborationHead head, Participant participant) => head.Mode switch
    {
        PairMode.Passive => false,
        PairMode.Active => participant.Role == Driver,
        PairMode.Review => participant.Role != Driver,
        _ => true,
    };

    /// <summary>Whether another text of whoever judges is agreed on at once; elsewhere the others judge it in turn.</summary>
    public static bool HasLastWord(CollaborationHead head) => head.Mode is PairMode.Active or PairMode.Review;

    /// <summary>Whether a participant may record decisions.</summary>
    public static bool MayDecide(CollaborationHead head, Participant participant) => head.Mode != PairMode.Passive || participant.Role == Driver;

    /// <summary>Whether a participant may ask others in, and end the session.</summary>
    public static bool MayLead(CollaborationHead head, string agent) => head.StartedBy == agent;
}
