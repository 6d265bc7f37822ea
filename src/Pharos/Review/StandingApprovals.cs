using Pharos.Agents;
using Pharos.Events;
using Pharos.Grants;
using Pharos.Proposals;

namespace Pharos.Review;

/// <summary>Grants afterwards what a review approved. Safe for use by many threads and by several nodes on one log.</summary>
/// <param name="desk">Where reviews are.</param>
/// <param name="grants">The grants.</param>
/// <param name="log">The log.</param>
/// <param name="clock">The clock.</param>
public sealed class StandingApprovals(ReviewDesk desk, GrantBook grants, IEventLog log, TimeProvider clock)
{
    private const int MaximumAttempts = 16;

    /// <summary>Grants what was approved. It rests on the review's version, so that an approval that is taken back meanwhile grants nothing.</summary>
    public async ValueTask<GrantOutcome> GrantAsync(ReviewId review, Caller by, GrantRequest request, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaximumAttempts; attempt++)
        {
            if (await desk.FindAsync(review, cancellationToken) is not { } item)
            {
                return Refused("review.unknown", $"There is no review {review}.", 404);
            }

            if (desk.IsOwn(item, by))
            {
                return Refused("review.self", "Nobody grants what they, or whoever registered them, proposed.", 403);
            }

            var id = Guid.CreateVersion7(clock.GetUtcNow());
            switch (Step(id, item, by, request))
            {
                case GrantStep.Refuse refuse:
                    return new GrantOutcome.Refused(refuse.Problem);
                case GrantStep.Append made:
                    var outcome = await log.AppendAsync(new AppendBatch(made.Events, [made.Expected, new ExpectedVersion(item.ReviewId.Stream, item.Version)], null), cancellationToken);
                    await grants.RefreshAsync(CancellationToken.None);
                    if (outcome is AppendOutcome.Appended && grants.Find(id) is { } grant)
                    {
                        return new GrantOutcome.Recorded(grant);
                    }

                    break;
            }
        }

        return Refused("grant.busy", "Too many others move the review or the grants at this moment; try again.", 409);
    }

    private GrantStep Step(Guid id, ReviewItem item, Caller by, GrantRequest request) =>
        !request.IsStanding ? new GrantStep.Refuse(new Problem("grant.scope", "\"scope\" is session or workspace; once is what the approval was."))
        : item.Verdict is { Verdict: VerdictKind.Approve } verdict ? GrantRules.Make(grants, id, item, verdict, request, by, clock.GetUtcNow())
        : new GrantStep.Refuse(new Problem("grant.review", "Only what was approved can be granted for the future.", 409));

    private static GrantOutcome.Refused Refused(string code, string message, int status) => new(new Problem(code, message, status));
}
