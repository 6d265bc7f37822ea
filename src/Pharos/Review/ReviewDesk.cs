using Pharos.Agents;
using Pharos.Events;
using Pharos.Grants;
using Pharos.Proposals;

namespace Pharos.Review;

/// <summary>
/// Where reviews are moved: every step is decided on the review as it stands and appended against that version, so two reviewers can never both decide. Safe for use by many
/// threads and by several nodes on one log.
/// </summary>
/// <param name="log">The log.</param>
/// <param name="grants">What was granted: a verdict may grant for the future, and taking it back takes that back.</param>
/// <param name="isRegisteredBy">Whether a subject was registered by another.</param>
/// <param name="clock">The clock.</param>
public sealed class ReviewDesk(IEventLog log, GrantBook grants, Func<string, string, bool> isRegisteredBy, TimeProvider clock)
{
    // Steps that others make meanwhile (an agent joins, somebody is told) only cost another look; more of them than this at once means that something runs wild.
    private const int MaximumAttempts = 16;

    private readonly ReviewRounds<ReviewId, ReviewItem?> _looks = new();
    private readonly ReviewRounds<ProposalId, Dictionary<ProposalId, ReviewOutcome>> _deliveries = new();

    /// <summary>The review as it stands, read from its own stream; null when there is none.</summary>
    public async ValueTask<ReviewItem?> FindAsync(ReviewId id, CancellationToken cancellationToken)
    {
        ReviewItem? item = null;
        await foreach (var record in log.ReadStreamAsync(id.Stream, cancellationToken: cancellationToken))
        {
            item = ReviewItemFold.Apply(item, record);
        }

        return item;
    }

    /// <summary>The review as it stands at this moment or a little later; those who look at once look together.</summary>
    internal async ValueTask<ReviewItem?> LookAsync(ReviewId id, CancellationToken cancellationToken) =>
        await _looks.AskAsync(id, id, async _ => await FindAsync(id, CancellationToken.None), cancellationToken);

    /// <summary>Takes a review to look at it, or goes on looking.</summary>
    /// <param name="id">Which.</param>
    /// <param name="by">Who.</param>
    /// <param name="isTakeover">Take it from whoever holds it; that is recorded, and the other one is told at the next step.</param>
    /// <param name="version">The version that was seen; null for whatever it is.</param>
    /// <param name="cancellationToken">Gives up before it is recorded.</param>
    public ValueTask<ReviewOutcome> ClaimAsync(ReviewId id, Caller by, bool isTakeover, long? version, CancellationToken cancellationToken) =>
        MoveAsync(id, by, version, (item, now) => ReviewSteps.Claim(item, by.Subject, now, isTakeover), cancellationToken);

    /// <summary>Says that the holder is still at it.</summary>
    public ValueTask<ReviewOutcome> RenewAsync(ReviewId id, Caller by, CancellationToken cancellationToken) =>
        MoveAsync(id, by, null, (item, now) => ReviewSteps.Renew(item, by.Subject, now), cancellationToken);

    /// <summary>Gives a review back.</summary>
    public ValueTask<ReviewOutcome> ReleaseAsync(ReviewId id, Caller by, CancellationToken cancellationToken) =>
        MoveAsync(id, by, null, (item, now) => ReviewSteps.Release(item, by.Subject, now), cancellationToken);

    /// <summary>Sets a review aside; its timeout moves by the same time.</summary>
    public ValueTask<ReviewOutcome> SnoozeAsync(ReviewId id, Caller by, DateTimeOffset until, string? reason, long? version, CancellationToken cancellationToken) =>
        MoveAsync(id, by, version, (item, now) => ReviewSteps.Snooze(item, by.Subject, now, until, Masked(reason)), cancellationToken);

    /// <summary>Hands a review to the next in the chain.</summary>
    public ValueTask<ReviewOutcome> EscalateAsync(ReviewId id, Caller by, string? reason, long? version, CancellationToken cancellationToken) =>
        MoveAsync(id, by, version, (item, now) => ReviewSteps.Escalate(item, by.Subject, now, Masked(reason)), cancellationToken);

    /// <summary>Judges.</summary>
    /// <param name="id">Which.</param>
    /// <param name="by">Who.</param>
    /// <param name="judgement">What.</param>
    /// <param name="cancellationToken">Gives up before it is recorded.</param>
    public ValueTask<ReviewOutcome> JudgeAsync(ReviewId id, Caller by, Judgement judgement, CancellationToken cancellationToken) =>
        MoveAsync(
            id,
            by,
            judgement.Version,
            (item, now) => judgement.Link is { } link && item.UsedLinks.Contains(link)
                ? ReviewStep.No("review.link.used", "This link was used before.")
                : Judge(item, by, now, judgement),
            cancellationToken);

    /// <summary>Judges as experts have voted. A person who holds the review is not overtaken.</summary>
    /// <param name="id">Which.</param>
    /// <param name="verdict">What they came to.</param>
    /// <param name="experts">Who stands behind it; at least one.</param>
    /// <param name="reason">Why.</param>
    /// <param name="conclusion">What is recorded of their votes in the same batch.</param>
    /// <param name="resting">The version of their votes that it rests on.</param>
    /// <param name="cancellationToken">Gives up before it is recorded.</param>
    internal ValueTask<ReviewOutcome> ConcludeAsync(
        ReviewId id, VerdictKind verdict, IReadOnlyList<string> experts, string reason, NewEvent conclusion, ExpectedVersion resting, CancellationToken cancellationToken) =>
        StepAsync(
            id,
            new Actor(ActorKind.Agent, experts[^1]),
            null,
            (item, now) => experts.Any(expert => IsOwn(item, new Caller(expert, Role.Expert)))
                ? ReviewStep.No("review.self", "Nobody judges what they, or whoever registered them, proposed.", 403)
                : ReviewSteps.Judge(
                    item,
                    experts[^1],
                    now,
                    new Judgement(verdict) { Reason = reason, Via = Judgement.Experts }.VerdictOf(experts[^1], now) with { Endorsed = [.. experts.SkipLast(1)] }) switch
                {
                    ReviewStep.Record step => step with { Along = [conclusion], Resting = [resting] },
                    var refusal => refusal,
                },
            cancellationToken);

    /// <summary>Takes a verdict back that nobody has had yet.</summary>
    public ValueTask<ReviewOutcome> UndoAsync(ReviewId id, Caller by, CancellationToken cancellationToken) =>
        MoveAsync(id, by, null, (item, now) => Undo(item, by, now), cancellationToken);

    /// <summary>Lets the timeout act, if it is due.</summary>
    public ValueTask<ReviewOutcome> RunOutAsync(ReviewId id, CancellationToken cancellationToken) =>
        StepAsync(id, System, null, ReviewSteps.RunOut, cancellationToken);

    /// <summary>Hands a review up because nobody judged it in time.</summary>
    public ValueTask<ReviewOutcome> EscalateLateAsync(ReviewId id, CancellationToken cancellationToken) =>
        StepAsync(
            id,
            System,
            null,
            (item, now) => item.IsClosed || item.Level > 0 || item.ExpiresAt > now
                ? ReviewStep.No("review.early", "It was handed up before, or its time has not run out.")
                : ReviewStep.Of(ReviewEvents.Escalated, new EscalateStep(item.Level + 1, "Nobody judged it in time."), ReviewJson.Default.EscalateStep),
            cancellationToken);

    /// <summary>Closes a review that does not matter any more.</summary>
    public ValueTask<ReviewOutcome> SupersedeAsync(ReviewId id, string why, CancellationToken cancellationToken) =>
        StepAsync(id, System, null, (item, now) => ReviewSteps.Supersede(item, now, why), cancellationToken);

    /// <summary>Records that somebody was told of a stage, or could not be.</summary>
    public ValueTask<ReviewOutcome> ToldAsync(ReviewId id, string channel, string recipient, ReviewStage stage, string? problem, CancellationToken cancellationToken) =>
        StepAsync(
            id,
            System,
            null,
            (_, _) => ReviewStep.Of(ReviewEvents.Told, new ToldStep(channel, recipient, problem, stage.Level, stage.Lateness), ReviewJson.Default.ToldStep),
            cancellationToken);

    /// <summary>Records that a proposal's caller gets the verdict; from then on it stands. Refused where the verdict was taken back meanwhile. Callers who come at once are one batch.</summary>
    internal async ValueTask<ReviewOutcome> DeliverAsync(ReviewId id, ProposalId proposal, CancellationToken cancellationToken) =>
        (await _deliveries.AskAsync(id, proposal, proposals => DeliverAsync(id, proposals), cancellationToken))[proposal];

    private async Task<Dictionary<ProposalId, ReviewOutcome>> DeliverAsync(ReviewId id, IReadOnlyList<ProposalId> proposals)
    {
        var refused = new Dictionary<ProposalId, Problem>();
        var outcome = await StepAsync(
            id,
            System,
            null,
            (item, now) =>
            {
                var steps = proposals.Distinct().Select(proposal => (Proposal: proposal, Step: ReviewSteps.Deliver(item, proposal))).ToList();
                refused = steps.Where(entry => entry.Step is ReviewStep.Refuse).ToDictionary(entry => entry.Proposal, entry => ((ReviewStep.Refuse)entry.Step).Problem);
                var records = steps.Select(entry => entry.Step).OfType<ReviewStep.Record>().ToList();
                return records.Count == 0 ? steps[0].Step : records[0] with { Along = [.. records.Skip(1).Select(record => Event(item, record, System, now))] };
            },
            CancellationToken.None);
        var current = outcome switch { ReviewOutcome.Changed changed => changed.Item, ReviewOutcome.Refused gone => gone.Current, _ => null };
        return proposals.Distinct().ToDictionary(proposal => proposal, proposal => refused.TryGetValue(proposal, out var problem) ? new ReviewOutcome.Refused(problem, current) : outcome);
    }

    /// <summary>Records that a proposal's caller does not get the approval, because the files are not what was approved; said again, it is recorded once.</summary>
    internal ValueTask<ReviewOutcome> WithholdAsync(ReviewId id, ProposalId proposal, CancellationToken cancellationToken) =>
        StepAsync(
            id,
            System,
            null,
            (item, _) => item.Withheld.Contains(proposal.Value) ? ReviewStep.No("review.withheld", "It was withheld before.")
                : ReviewStep.Of(ReviewEvents.Withheld, new ProposalNamed(proposal.Value), ReviewJson.Default.ProposalNamed),
            cancellationToken);

    /// <summary>Records that a caller was told to propose the edited input; said again, it is recorded once.</summary>
    internal ValueTask<ReviewOutcome> OfferEditedAsync(ReviewId id, ProposalId proposal, CancellationToken cancellationToken) =>
        StepAsync(
            id,
            System,
            null,
            (item, _) => item.Verdict?.Edited is null ? ReviewStep.No("review.undecided", "No other input was approved.")
                : item.EditedOfferedAt is not null ? ReviewStep.No("review.offered", "It was offered before.")
                : ReviewStep.Of(ReviewEvents.EditedOffered, new ProposalNamed(proposal.Value), ReviewJson.Default.ProposalNamed),
            cancellationToken);

    private static string? Masked(string? reason) => reason is null ? null : SecretMask.Mask(reason);

    private static Actor System { get; } = new(ActorKind.System, "review");

    private ValueTask<ReviewOutcome> MoveAsync(
        ReviewId id, Caller by, long? version, Func<ReviewItem, DateTimeOffset, ReviewStep> decide, CancellationToken cancellationToken) =>
        StepAsync(
            id,
            new Actor(ActorKind.User, by.Subject),
            version,
            (item, now) => IsOwn(item, by) ? ReviewStep.No("review.self", "Nobody judges what they, or whoever registered them, proposed.", 403) : decide(item, now),
            cancellationToken);

    private ReviewStep Judge(ReviewItem item, Caller by, DateTimeOffset now, Judgement judgement)
    {
        var verdict = judgement.VerdictOf(by.Subject, now);
        if (judgement.Grant is not { IsStanding: true } request)
        {
            return ReviewSteps.Judge(item, by.Subject, now, verdict);
        }

        verdict = verdict with { Grant = Guid.CreateVersion7(now) };
        return ReviewSteps.Judge(item, by.Subject, now, verdict) switch
        {
            ReviewStep.Record step => GrantRules.Make(grants, verdict.Grant.Value, item, verdict, request, by, now) switch
            {
                GrantStep.Append made => step with { Along = made.Events, Resting = [made.Expected] },
                GrantStep.Refuse refuse => new ReviewStep.Refuse(refuse.Problem),
                _ => throw new InvalidOperationException("A step of grants without a case."),
            },
            var refusal => refusal,
        };
    }

    private ReviewStep Undo(ReviewItem item, Caller by, DateTimeOffset now)
    {
        var revoked = grants.RevokeOf(item.Id, new Actor(ActorKind.User, by.Subject), now);
        return ReviewSteps.Undo(item, by) switch
        {
            ReviewStep.Record step => step with { Along = revoked.Events, Resting = [revoked.Expected] },
            var refusal => refusal,
        };
    }

    /// <summary>Whether a review is about what somebody, or whoever registered them, proposed.</summary>
    public bool IsOwn(ReviewItem item, Caller by) =>
        by.Subject == item.Request.Agent || by.Subject == item.Request.Proposer || isRegisteredBy(by.Subject, item.Request.Agent) || isRegisteredBy(by.Subject, item.Request.Proposer);

    private async ValueTask<ReviewOutcome> StepAsync(
        ReviewId id, Actor by, long? version, Func<ReviewItem, DateTimeOffset, ReviewStep> decide, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaximumAttempts; attempt++)
        {
            if (await FindAsync(id, cancellationToken) is not { } item)
            {
                return new ReviewOutcome.Refused(new Problem("review.unknown", $"There is no review {id}.", 404), null);
            }

            var now = clock.GetUtcNow();
            var step = decide(item, now);
            if (step is ReviewStep.Refuse refuse)
            {
                return new ReviewOutcome.Refused(refuse.Problem, item);
            }

            if (version is { } seen && (seen < item.Revision || seen > item.Version))
            {
                return new ReviewOutcome.Refused(new Problem("review.version", $"It has moved on to version {item.Version} since version {seen}. Look again.", 409), item);
            }

            var next = (ReviewStep.Record)step;
            var record = Event(item, next, by, now);
            var outcome = await log.AppendAsync(new AppendBatch([record, .. next.Along], [new ExpectedVersion(record.Stream, item.Version), .. next.Resting], null), cancellationToken);
            if (next.Resting.Count > 0)
            {
                // Whether it was appended or somebody else was first, the grants have moved.
                await grants.RefreshAsync(CancellationToken.None);
            }

            switch (outcome)
            {
                case AppendOutcome.Appended:
                    return new ReviewOutcome.Changed(await FindAsync(id, CancellationToken.None) ?? item);
                case AppendOutcome.Refused refused:
                    return new ReviewOutcome.Refused(new Problem(refused.Code, refused.Reason, 413), item);
            }
        }

        return new ReviewOutcome.Refused(new Problem("review.busy", "Too many others move it at this moment; try again.", 409), null);
    }

    private NewEvent Event(ReviewItem item, ReviewStep.Record step, Actor by, DateTimeOffset now) => new()
    {
        Stream = item.ReviewId.Stream,
        Id = EventId.New(clock),
        Type = step.Type,
        At = now,
        Actor = by,
        Agent = item.Request.Agent,
        Workspace = item.Request.Workspace,
        Correlation = item.Correlation,
        Payload = step.Payload,
    };
}
