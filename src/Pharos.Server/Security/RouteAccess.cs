using Pharos.Agents;

namespace Pharos.Server.Security;

/// <summary>Who may call a route.</summary>
[Flags]
internal enum RouteAccess
{
    /// <summary>Nobody.</summary>
    None = 0,

    /// <summary>Tokens of agents.</summary>
    Agent = 1,

    /// <summary>Tokens of viewers.</summary>
    Viewer = 2,

    /// <summary>Tokens of reviewers.</summary>
    Reviewer = 4,

    /// <summary>Tokens of experts.</summary>
    Expert = 8,

    /// <summary>Tokens of administrators.</summary>
    Admin = 16,

    /// <summary>Everybody, without a token.</summary>
    Anyone = 32,

    /// <summary>Without a token too, from this machine, when <c>validate.allowWithoutToken</c> is set.</summary>
    LoopbackIfConfigured = 64,

    /// <summary>Who may read what is not secret.</summary>
    Readers = Viewer | Reviewer | Admin,

    /// <summary>Who may judge.</summary>
    Judges = Reviewer | Admin,

    /// <summary>Who may be asked to do something.</summary>
    Workers = Agent | Expert,

    /// <summary>Everybody with a token; what they see of others is the endpoint's to say.</summary>
    Everybody = Workers | Readers,

    /// <summary>Who may propose.</summary>
    Proposers = Agent | Admin,

    /// <summary>Who may ask others for information, and be asked.</summary>
    Askers = Agent | Expert | Reviewer | Admin,

    /// <summary>Who may work together with others.</summary>
    Collaborators = Agent | Expert | Admin,
}

/// <summary>Compares roles with access.</summary>
internal static class RouteAccessRules
{
    /// <summary>Whether a token of this role opens the route.</summary>
    public static bool Permits(this RouteAccess access, Role role) => (access & (RouteAccess.Anyone | role switch
    {
        Role.Agent => RouteAccess.Agent,
        Role.Viewer => RouteAccess.Viewer,
        Role.Reviewer => RouteAccess.Reviewer,
        Role.Expert => RouteAccess.Expert,
        Role.Admin => RouteAccess.Admin,
        _ => RouteAccess.None,
    })) != RouteAccess.None;
}
