using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pharos.Review;
using Pharos.Review.Notices;
using Pharos.Server.Review.Links;

namespace Pharos.Server.Health;

/// <summary>Degraded when a review waits and nobody knows: the agent behind it would wait until its time has run out.</summary>
internal sealed class ReviewHealthCheck(UntoldReviews untold, IReadOnlyList<NoticeAudience> audiences, LinkJudges judges) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var look = untold.LookNow();
        var findings = new List<HealthFinding>();
        if (look.Untold > 0)
        {
            findings.Add(new HealthFinding(
                "review.untold",
                $"{look.Untold} of {look.Open} open reviews are older than {ReviewItem.UntoldAfter.TotalSeconds:0} s and nobody was told{(look.Problem is { } why ? $" ({why})" : "")}",
                untold.HasAudience
                    ? "Look at them with \"pharos review\"; see that a recipient in notify.recipients concerns their risk and kind at level 0, and that its webhook answers."
                    : "Look at them with \"pharos review\", and name somebody in notify.recipients."));
        }

        if (look.Open > 0)
        {
            findings.AddRange(audiences.Where(audience => judges.Find(audience.Recipient) is null).Select(audience => new HealthFinding(
                "review.recipient",
                $"{audience.Recipient} is told of reviews and holds no token that may judge, so the links sent to them do not work",
                $"\"pharos token create --subject {audience.Recipient} --role reviewer\", or take the recipient out.")));
        }

        return Task.FromResult(HealthFinding.Result(
            findings, isFailure: false, look.HeldBack > 0 ? $"{look.Open} open, {look.HeldBack} of them held back by quiet hours or with experts" : $"{look.Open} open"));
    }
}
