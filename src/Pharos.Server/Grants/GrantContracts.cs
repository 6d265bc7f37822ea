using Pharos.Grants;

namespace Pharos.Server.Grants;

/// <summary>A grant for what a review approved.</summary>
internal sealed record GrantMakingContract(Guid Review, string Scope, DateTimeOffset? Until = null);

/// <summary>The wire shape of a grant; <c>what</c> is one masked line, <c>from</c> is later than <c>madeAt</c> while the approval can be taken back.</summary>
internal sealed record GrantContract(
    Guid Id,
    string State,
    string Scope,
    string What,
    string Kind,
    string Tool,
    string Rule,
    string Agent,
    string? Session,
    string Workspace,
    string By,
    DateTimeOffset MadeAt,
    DateTimeOffset From,
    DateTimeOffset Until,
    Guid Review,
    Guid Proposal,
    DateTimeOffset? RevokedAt,
    string? RevokedBy)
{
    public static GrantContract Of(Grant grant, DateTimeOffset now) => new(
        grant.Id,
        grant.StateAt(now),
        GrantScopes.NameOf(grant.Scope),
        grant.Subject.Summary,
        grant.Subject.Kind,
        grant.Subject.Tool,
        grant.Subject.Rule,
        grant.Subject.Agent,
        grant.Subject.Session,
        grant.Subject.Workspace,
        grant.By,
        grant.MadeAt,
        grant.From,
        grant.Until,
        grant.Subject.Review,
        grant.Subject.Proposal,
        grant.RevokedAt,
        grant.RevokedBy);
}

/// <summary>Grants, the newest first.</summary>
internal sealed record GrantListContract(IReadOnlyList<GrantContract> Grants);
