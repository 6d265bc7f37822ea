using Pharos.Proposals;

namespace Pharos.Grants;

/// <summary>What somebody wants to grant.</summary>
/// <param name="Scope">Whom it shall serve.</param>
/// <param name="Until">Until when; null for <see cref="LongestForSession"/>, which only a session may leave out.</param>
public sealed record GrantRequest(GrantScope Scope, DateTimeOffset? Until = null)
{
    /// <summary>Longest time for a session.</summary>
    public static readonly TimeSpan LongestForSession = TimeSpan.FromHours(24);

    /// <summary>Longest time for a workspace.</summary>
    public static readonly TimeSpan LongestForWorkspace = TimeSpan.FromDays(30);

    /// <summary>Whether anything stands after the approval.</summary>
    public bool IsStanding => Scope != GrantScope.Once;

    /// <summary>When it ends if it is made now, or why it may not be made.</summary>
    internal (DateTimeOffset Until, Problem? Problem) EndAt(DateTimeOffset now)
    {
        var longest = Scope == GrantScope.Session ? LongestForSession : LongestForWorkspace;
        if (Until is null && Scope == GrantScope.Workspace)
        {
            return (default, new Problem("grant.until", $"A grant for a workspace names its end: \"until\", at most {LongestForWorkspace.TotalDays:0} days from now."));
        }

        // A clock that is a little ahead must not turn "24 hours" into a refusal.
        var until = Until ?? now + longest;
        return until <= now || until > now + longest + TimeSpan.FromMinutes(1)
            ? (default, new Problem("grant.until", $"\"until\" of a grant for a {GrantScopes.NameOf(Scope)} lies between now and {(Scope == GrantScope.Session ? "24 hours" : "30 days")} from now."))
            : (until, null);
    }
}
