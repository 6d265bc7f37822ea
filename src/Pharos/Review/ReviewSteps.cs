using Pharos.Agents;
using Pharos.Proposals;

namespace Pharos.Review;

/// <summary>The rules of the state machine: what may happen to a review next. Pure; whether nobody else moved it meanwhile is the log's to say.</summary>
internal static class ReviewSteps
{
    public static ReviewStep Claim(ReviewItem item, string by, DateTimeOffset now, bool isTakeover)
    {
        if (item.IsClosed)
        {
            return Decided(item, now);
        }

        var holder = item.HolderAt(now);
        return holder == by ? ReviewStep.Of(ReviewEvents.Renewed, new HoldStep(now + ReviewOptions.Lease), ReviewJson.Default.HoldStep)
            : holder is not null && !isTakeover ? Held(holder, item)
            : ReviewStep.Of(ReviewEvents.Claimed, new HoldStep(now + ReviewOptions.Lease, holder), ReviewJson.Default.HoldStep);
    }

    public static ReviewStep Renew(ReviewItem item, string by, DateTimeOffset now) => item.IsClosed ? Decided(item, now)
        : item.HolderAt(now) == by ? ReviewStep.Of(ReviewEvents.Renewed, new HoldStep(now + ReviewOptions.Lease), ReviewJson.Default.HoldStep)
        : ReviewStep.No("review.lost", item.HolderAt(now) is { } other ? $"{other} has taken it over." : "Your claim has ended. Claim it again.");

    public static ReviewStep Release(ReviewItem item, string by, DateTimeOffset now) => item.IsClosed ? Decided(item, now)
        : item.HolderAt(now) == by ? ReviewStep.Of(ReviewEvents.Released, new NoteStep(), ReviewJson.Default.NoteStep)
        : ReviewStep.No("review.lost", "You do not hold it.");

    public static ReviewStep Snooze(ReviewItem item, string by, DateTimeOffset now, DateTimeOffset until, string? reason)
    {
        if (item.IsClosed)
        {
            return Decided(item, now);
        }

        if (item.HolderAt(now) is { } holder && holder != by)
        {
            return Held(holder, item);
        }

        // What is set aside already has its timeout moved that far already.
        var from = item.SnoozedUntil is { } set && set > now ? set : now;
        return until <= now || until > now + ReviewOptions.LongestSnooze
            ? ReviewStep.No("review.snooze", $"\"until\" lies between now and {ReviewOptions.LongestSnooze.TotalDays:0} days from now.", 400)
            : ReviewStep.Of(ReviewEvents.Snoozed, new SnoozeStep(until, item.ExpiresAt + (until - from), reason), ReviewJson.Default.SnoozeStep);
    }

    public static ReviewStep Escalate(ReviewItem item, string by, DateTimeOffset now, string? reason) => item.IsClosed ? Decided(item, now)
        : item.HolderAt(now) is { } holder && holder != by ? Held(holder, item)
        : ReviewStep.Of(ReviewEvents.Escalated, new EscalateStep(item.Level + 1, reason), ReviewJson.Default.EscalateStep);

    public static ReviewStep Judge(ReviewItem item, string by, DateTimeOffset now, ReviewVerdict verdict)
    {
        if (item.IsClosed)
        {
            return Decided(item, now);
        }

        if (item.HolderAt(now) is { } holder && holder != by)
        {
            return Held(holder, item);
        }

        if (verdict.Via == Judgement.Bulk && item.Request.Risk == ReviewRisk.High)
        {
            return ReviewStep.No("review.bulk.risk", "What is risky is looked at by itself.");
        }

        if (verdict.Verdict != VerdictKind.Approve && string.IsNullOrWhiteSpace(verdict.Reason))
        {
            return ReviewStep.No("review.reason", verdict.Verdict == VerdictKind.Reject ? "A rejection needs a \"reason\": the agent gets it." : "A response needs a \"reason\": it is what the agent gets.", 400);
        }

        if (verdict.Verdict != VerdictKind.Approve && (verdict.Edited is not null || verdict.Grant is not null))
        {
            return ReviewStep.No("review.verdict", "Only an approval can change the input or grant more.", 400);
        }

        // The rule that asks experts says how many of them it takes.
        if (verdict.Verdict != VerdictKind.Approve || verdict.Via == Judgement.Experts || item.Endorsed.Count + 1 >= item.Request.People)
        {
            return verdict.Verdict == VerdictKind.Approve && item.Endorsed.Contains(by)
                ? Second(item)
                : ReviewStep.Of(ReviewEvents.Verdict, verdict with { Endorsed = [.. item.Endorsed, .. verdict.Endorsed] }, ReviewJson.Default.ReviewVerdict);
        }

        return verdict.Edited is not null ? ReviewStep.No("review.edited", "What several people approve, they approve as it was proposed. Respond with what should be different.", 400)
            : item.Endorsed.Contains(by) ? Second(item)
            : ReviewStep.Of(ReviewEvents.Endorsed, new NoteStep(verdict.Reason, verdict.Link), ReviewJson.Default.NoteStep);
    }

    public static ReviewStep Undo(ReviewItem item, Caller by) => item.Verdict is not { } verdict ? ReviewStep.No("review.undecided", "There is no verdict to take back.")
        : item.Delivered.Count > 0 ? ReviewStep.No("review.delivered", "The agent has the verdict already, so it cannot be taken back.")
        : verdict.By != by.Subject && by.Role != Role.Admin && verdict.Via != Judgement.Experts ? ReviewStep.No("review.undo", $"Only {verdict.By} can take the verdict back.", 403)
        : ReviewStep.Of(ReviewEvents.Undone, new NoteStep(), ReviewJson.Default.NoteStep);

    public static ReviewStep RunOut(ReviewItem item, DateTimeOffset now) => item.IsClosed ? Decided(item, now)
        : item.ExpiresAt > now ? ReviewStep.No("review.early", "Its time has not run out.")
        : item.Request.OnTimeout == TimeoutAction.Expire ? ReviewStep.Of(ReviewEvents.Expired, new CloseStep("Nobody judged it in time."), ReviewJson.Default.CloseStep)
        : item.IsOverdue ? ReviewStep.No("review.overdue", "It is overdue already.")
        : ReviewStep.Of(ReviewEvents.Overdue, new CloseStep(TimeoutActions.NameOf(item.Request.OnTimeout)), ReviewJson.Default.CloseStep);

    public static ReviewStep Supersede(ReviewItem item, DateTimeOffset now, string why) => item.IsClosed ? Decided(item, now)
        : ReviewStep.Of(ReviewEvents.Superseded, new CloseStep(why), ReviewJson.Default.CloseStep);

    public static ReviewStep Deliver(ReviewItem item, ProposalId proposal) => !item.IsClosed ? ReviewStep.No("review.undecided", "There is no verdict.")
        : item.Delivered.Contains(proposal.Value) ? ReviewStep.No("review.delivered", "Its caller has the verdict already.")
        : item is { Verdict.Verdict: VerdictKind.Approve, ServedByTicket: not null } ? ReviewStep.No("review.served", $"The approval served proposal {item.ServedByTicket} already.")
        : ReviewStep.Of(ReviewEvents.Delivered, new ProposalNamed(proposal.Value), ReviewJson.Default.ProposalNamed);

    private static ReviewStep.Refuse Decided(ReviewItem item, DateTimeOffset now)
    {
        var state = ReviewStates.NameOf(item.StateAt(now));
        return ReviewStep.No("review.decided", item.Verdict is { } verdict ? $"It was {state} by {verdict.Names}{(verdict.Reason is { } reason ? $": {reason}" : ".")}" : $"It is {state}: {item.ClosedWhy}");
    }

    private static ReviewStep.Refuse Held(string holder, ReviewItem item) =>
        ReviewStep.No("review.claimed", $"{holder} is looking at it until {item.HeldUntil:HH:mm:ss} UTC. Take it over if you must.");

    private static ReviewStep.Refuse Second(ReviewItem item) =>
        ReviewStep.No("review.second", $"It takes {item.Request.People} different people, and you have approved already.");
}
