using Pharos.Agents;
using Pharos.Events;
using Pharos.Grants;
using Pharos.Proposals;

namespace Pharos.Review;

/// <summary>What of a review may be granted for the future.</summary>
internal static class GrantRules
{
    /// <summary>What granting what was approved would append, or why it may not be granted.</summary>
    public static GrantStep Make(GrantBook grants, Guid id, ReviewItem item, ReviewVerdict verdict, GrantRequest request, Caller by, DateTimeOffset now) =>
        Refuse(item, verdict) is { } problem
            ? new GrantStep.Refuse(problem)
            : grants.Make(id, SubjectOf(item), request, new Actor(ActorKind.User, by.Subject), now);

    private static Problem? Refuse(ReviewItem item, ReviewVerdict verdict) =>
        item.Request.Risk == ReviewRisk.High ? new Problem("grant.risk", "What is risky is looked at each time. Approve it once, or write a policy for it.", 409)
        : item.Request.People > 1 ? new Problem("grant.people", $"It takes {item.Request.People} people to approve it, so no one grants it alone.", 409)
        : verdict.Edited is not null ? new Problem("grant.edited", "Another input was approved than was proposed, so the proposed one cannot be granted.", 409)
        : item.Request.GrantKey is null ? new Problem("grant.unseen", "It looked at more files than can be recognised again, so nobody could say that it is the same next time.", 409)
        : null;

    private static GrantSubject SubjectOf(ReviewItem item) => new()
    {
        Review = item.Id,
        Proposal = item.Request.Proposal,
        Kind = item.Request.Kind,
        Tool = item.Request.Tool,
        Summary = item.Request.Summary,
        Rule = item.Request.Rule,
        Agent = item.Request.Agent,
        Session = item.Request.Session,
        Workspace = item.Request.Workspace,
        Key = item.Request.GrantKey!,
    };
}
