using System.Text.Json;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Gate;
using Pharos.Proposals;
using Pharos.Review.Experts;
using Pharos.Review.Tasks;

namespace Pharos.Review.Consensus;

/// <summary>
/// Where panels are opened, voted on and concluded: every step is decided on the panel as it stands and appended against that version, and a verdict is one batch with the
/// conclusion it comes from. Safe for use by many threads and by several nodes on one log.
/// </summary>
/// <param name="log">The log.</param>
/// <param name="archive">Reads what is to be judged.</param>
/// <param name="reviews">Where the verdict is given.</param>
/// <param name="tasks">Where opinions are asked for.</param>
/// <param name="board">Says what became of an expert's earlier opinions.</param>
/// <param name="experts">Says who is suspended.</param>
/// <param name="isExpert">Whether somebody holds the role of an expert at this moment.</param>
/// <param name="clock">The clock.</param>
public sealed class PanelDesk(
    IEventLog log, ProposalArchive archive, ReviewDesk reviews, TaskDesk tasks, Projection<TaskBoard> board, ExpertDesk experts, Func<string, bool> isExpert, TimeProvider clock)
{
    /// <summary>Who asks for opinions, as tasks name it.</summary>
    public const string Asker = "consensus";

    private const int MaximumAttempts = 16;

    private static readonly Actor System = new(ActorKind.System, Asker);

    /// <summary>The panel as it stands, read from its own stream; null when the review has none.</summary>
    public async ValueTask<PanelItem?> FindAsync(PanelId id, CancellationToken cancellationToken)
    {
        PanelItem? item = null;
        await foreach (var record in log.ReadStreamAsync(id.Stream, cancellationToken: cancellationToken))
        {
            item = PanelItemFold.Apply(item, record);
        }

        return item;
    }

    /// <summary>Asks experts about a review: the panel and all its tasks are one batch. Does nothing where there is a panel already.</summary>
    public async ValueTask OpenAsync(ReviewItem review, PanelRule rule, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var deadline = now + rule.Deadline < review.ExpiresAt ? now + rule.Deadline : review.ExpiresAt;
        var seats = rule.Seats.Select(speciality => new PanelSeat(Guid.CreateVersion7(now), speciality)).ToList();
        var request = new PanelRequest
        {
            Review = review.Id,
            Proposal = review.Request.Proposal,
            Agent = review.Request.Agent,
            Workspace = review.Request.Workspace,
            Rule = rule.Rule,
            Risk = review.Request.Risk,
            Need = rule.Need,
            Faulty = rule.Faulty,
            Different = rule.DifferentFor(review.Request.Risk),
            Confidence = rule.Confidence,
            AloneFrom = rule.Alone is { } alone && review.Request.Risk <= alone.Risk && review.Request.Risk < ReviewRisk.High ? alone.Confidence : null,
            OnRejection = rule.OnRejection,
            Deadline = deadline,
            Seats = seats,
        };
        var opinion = JudgeTask.Of(review, await archive.FindAsync(new ProposalId(review.Request.Proposal), cancellationToken), Asker, deadline);
        var opened = Event(request, PanelEvents.Opened, JsonSerializer.SerializeToUtf8Bytes(request, PanelJson.Default.PanelRequest), System, now);
        await log.AppendAsync(
            new AppendBatch(
                [opened, .. seats.Select(seat => tasks.Requested(new TaskId(seat.Task), opinion with { Capabilities = [seat.Speciality] }, System))],
                [new ExpectedVersion(opened.Stream, 0), .. seats.Select(seat => new ExpectedVersion(new TaskId(seat.Task).Stream, 0))],
                null),
            cancellationToken);
    }

    /// <summary>Counts the opinion that an expert gave in the task of its seat.</summary>
    public async ValueTask<PanelResult> CastAsync(PanelId id, Guid task, string expert, TaskOpinion opinion, CancellationToken cancellationToken)
    {
        var review = await reviews.FindAsync(new ReviewId(id.Review), cancellationToken);
        var isOwn = review is null || reviews.IsOwn(review, new Caller(expert, Role.Expert));
        var weight = board.Read((state, _) => VoteWeight.Of(state.JudgingOf(expert)));
        return await StepAsync(id, ExpertOf(expert), (item, now) => PanelSteps.Cast(item, task, expert, opinion, weight, isOwn, now), cancellationToken);
    }

    /// <summary>Hears an expert that says something again after its vote; something else, and it is not counted any more.</summary>
    public ValueTask<PanelResult> RepeatAsync(PanelId id, string expert, OpinionVerdict verdict, CancellationToken cancellationToken) =>
        StepAsync(id, ExpertOf(expert), (item, now) => PanelSteps.Repeat(item, expert, verdict, now), cancellationToken);

    /// <summary>Gives a seat up.</summary>
    public ValueTask<PanelResult> MissAsync(PanelId id, Guid task, string why, CancellationToken cancellationToken) =>
        StepAsync(id, System, (item, _) => PanelSteps.Miss(item, task, why), cancellationToken);

    /// <summary>
    /// Ends a panel without a verdict, where that is so: its review is closed, its votes leave it to people, or its time is over. Read models say when to ask; whether it is so is read
    /// from the streams of the review and the panel, because a read model that is behind must not take a review away from experts who are voting on it.
    /// </summary>
    public async ValueTask<PanelResult> EndAsync(PanelId id, CancellationToken cancellationToken)
    {
        var review = await reviews.FindAsync(new ReviewId(id.Review), cancellationToken);
        var result = await StepAsync(
            id,
            System,
            (item, now) => review is null or { IsClosed: true } ? PanelSteps.End(item, PanelOutcome.Superseded, WhySuperseded(review))
                : PanelStanding.Of(item) is { Outcome: PanelOutcome.People } handed ? PanelSteps.End(item, PanelOutcome.People, handed.Why)
                : item.Request.Deadline <= now ? PanelSteps.End(item, PanelOutcome.People, $"The time is over: {PanelStanding.Describe(item)}")
                : PanelStep.No("panel.open", "Votes may still decide it."),
            cancellationToken);
        if (result is PanelResult.Changed { Item.Conclusion: { } concluded })
        {
            PanelMetrics.Concluded(concluded.Outcome);
        }

        return result;
    }

    /// <summary>
    /// Gives the verdict that the votes of a panel come to. Whoever judged before was first; a person who is looking at it is waited for; and the votes of who may not judge any more
    /// are counted out first.
    /// </summary>
    /// <param name="item">The panel as its votes were counted.</param>
    /// <param name="conclusion">What they come to.</param>
    /// <param name="cancellationToken">Gives up before it is recorded.</param>
    public async ValueTask<PanelResult> JudgeAsync(PanelItem item, PanelConclusion conclusion, CancellationToken cancellationToken)
    {
        foreach (var expert in conclusion.By)
        {
            if (await WhyNotAsync(item.Request.Review, expert, cancellationToken) is { } why)
            {
                return await StepAsync(item.Id, System, (current, now) => PanelSteps.Discount(current, expert, why, now), cancellationToken);
            }
        }

        var concluded = Event(item.Request, PanelEvents.Concluded, JsonSerializer.SerializeToUtf8Bytes(conclusion, PanelJson.Default.PanelConclusion), System, clock.GetUtcNow());
        var outcome = await reviews.ConcludeAsync(
            new ReviewId(item.Request.Review),
            conclusion.Outcome == PanelOutcome.Approved ? VerdictKind.Approve : VerdictKind.Reject,
            conclusion.By,
            conclusion.Why,
            concluded,
            new ExpectedVersion(item.Id.Stream, item.Version),
            cancellationToken);
        if (outcome is ReviewOutcome.Refused refused)
        {
            return new PanelResult.Refused(refused.Problem, item);
        }

        PanelMetrics.Concluded(conclusion.Outcome);
        return new PanelResult.Changed(await FindAsync(item.Id, CancellationToken.None) ?? item);
    }

    private async ValueTask<string?> WhyNotAsync(Guid review, string expert, CancellationToken cancellationToken) =>
        await experts.FindAsync(new ExpertId(expert), cancellationToken) is not { IsSuspended: false } ? $"{expert} is suspended."
        : !isExpert(expert) ? $"{expert} holds no token as expert any more."
        : board.Read((state, _) => state.OpinionsOf(review, expert).Select(task => task.Result!.Opinion!.Verdict).Distinct().Count()) > 1 ? $"{expert} has said different things about this review."
        : null;

    private static string WhySuperseded(ReviewItem? review) => review switch
    {
        { Verdict: { } verdict } => $"{verdict.Names} judged it first",
        { ClosedWhy: { } why } => why,
        _ => "the review was closed",
    };

    private static Actor ExpertOf(string expert) => new(ActorKind.Agent, expert);

    private async ValueTask<PanelResult> StepAsync(PanelId id, Actor by, Func<PanelItem, DateTimeOffset, PanelStep> decide, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaximumAttempts; attempt++)
        {
            if (await FindAsync(id, cancellationToken) is not { } item)
            {
                return new PanelResult.Refused(new Problem("panel.unknown", "No experts are asked about this review.", 404), null);
            }

            var now = clock.GetUtcNow();
            var decided = decide(item, now);
            if (decided is PanelStep.Refuse refuse)
            {
                return new PanelResult.Refused(refuse.Problem, item);
            }

            var step = (PanelStep.Record)decided;
            switch (await log.AppendAsync(new AppendBatch([Event(item.Request, step.Type, step.Payload, by, now)], [new ExpectedVersion(id.Stream, item.Version)], null), cancellationToken))
            {
                case AppendOutcome.Appended:
                    var changed = await FindAsync(id, CancellationToken.None) ?? item;
                    return step.Problem is { } problem ? new PanelResult.Refused(problem, changed) : new PanelResult.Changed(changed);
                case AppendOutcome.Refused refused:
                    return new PanelResult.Refused(new Problem(refused.Code, refused.Reason, 413), item);
            }
        }

        return new PanelResult.Refused(new Problem("panel.busy", "Too many others vote at this moment; try again.", 409), null);
    }

    private NewEvent Event(PanelRequest request, string type, byte[] payload, Actor by, DateTimeOffset now) => new()
    {
        Stream = request.PanelId.Stream,
        Id = EventId.New(clock),
        Type = type,
        At = now,
        Actor = by,

        // Agents may read what is about themselves, and who proposed must not follow how others vote on it.
        Agent = by.Kind == ActorKind.Agent ? by.Id : null,
        Workspace = request.Workspace,
        Correlation = new CorrelationId(request.Proposal),
        Payload = payload,
    };
}
