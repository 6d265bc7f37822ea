using System.Text.Json;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Gate;
using Pharos.Gate.Memory;
using Pharos.Grants;
using Pharos.Proposals;

namespace Pharos.Review;

/// <summary>
/// Finds a place for what the gate leaves open: a verdict that was given for the same question and never fetched serves it (once), an open review of the same question takes it in,
/// else a review is opened. Equal questions are placed one after another, so that two at once do not open two reviews.
/// </summary>
/// <param name="queue">The reviews.</param>
/// <param name="options">How long things may take and how much may wait.</param>
/// <param name="keys">Recognises equal questions.</param>
/// <param name="grantKeys">Recognises what could be granted.</param>
/// <param name="log">Says how far the queue must have come.</param>
/// <param name="clock">The clock.</param>
public sealed class ReviewIntake(Projection<ReviewQueue> queue, ReviewOptions options, QuestionKeys keys, GrantKeys grantKeys, IEventLog log, TimeProvider clock) : IReviewIntake, IDisposable
{
    private const int MaximumAttempts = 8;
    private const int Stripes = 64;

    // The queue follows the log within milliseconds; a queue that has stopped must not stop the gate, which is then only less able to tell equal questions.
    private static readonly TimeSpan CatchUp = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim[] _placing = [.. Enumerable.Range(0, Stripes).Select(_ => new SemaphoreSlim(1, 1))];

    /// <inheritdoc/>
    public async ValueTask<PipelineOutcome> AdmitAsync(
        GateVerdict verdict, Proposal proposal, Caller caller, Func<ReviewAdmission, ValueTask<PipelineOutcome?>> record, CancellationToken cancellationToken)
    {
        var key = keys.Of(verdict, proposal);
        var placing = _placing[(uint)key.GetHashCode(StringComparison.Ordinal) % Stripes];
        await placing.WaitAsync(cancellationToken);
        try
        {
            for (var attempt = 0; attempt < MaximumAttempts; attempt++)
            {
                // After a start, and where other nodes write too, the log knows of reviews that the queue has not seen.
                await FollowAsync(await log.HeadAsync(cancellationToken));
                var admission = Place(verdict, proposal, caller, key);
                if (await record(admission) is { } outcome)
                {
                    return outcome;
                }

                // Somebody moved the review that was to be joined or used up; it is looked at again.
            }

            return new PipelineOutcome.Refused(new Problem("review.busy", "The review of this question keeps moving; ask again.", 503));
        }
        finally
        {
            placing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var placing in _placing)
        {
            placing.Dispose();
        }
    }

    private ReviewAdmission Place(GateVerdict verdict, Proposal proposal, Caller caller, string key)
    {
        var now = clock.GetUtcNow();
        var (known, edited, open) = queue.Read((state, _) => (state.FindByKey(key), state.FindByEditedKey(key), state.OpenOf(proposal.Agent.Id)));
        if (known is { IsClosed: false })
        {
            return known.Joined.Count >= options.OpenPerAgent ? Flood(verdict.Answer) : Admission(ReviewAnswers.Of(verdict.Answer, known), known, ReviewEvents.Joined, proposal, isByTicket: false, now);
        }

        if (known is { Verdict: { } given, Delivered.Count: 0 } && now - given.At < ReviewOptions.TicketLifetime && now - given.At >= options.UndoWindow)
        {
            return Admission(ReviewAnswers.Of(verdict.Answer, known), known, ReviewEvents.Delivered, proposal, isByTicket: true, now);
        }

        if (edited is { EditedOfferedAt: { } offered, IsEditedServed: false } && now - offered < ReviewOptions.TicketLifetime)
        {
            // What was approved is what is proposed now, so there is nothing left to be changed.
            return Admission(ReviewAnswers.Of(verdict.Answer, edited with { ServedByTicket = null }) with { Edited = null }, edited, ReviewEvents.Delivered, proposal, isByTicket: true, now, isEdited: true);
        }

        return open >= options.OpenPerAgent ? Flood(verdict.Answer) : Open(verdict, proposal, caller, key, now);
    }

    private ReviewAdmission Open(GateVerdict verdict, Proposal proposal, Caller caller, string key, DateTimeOffset now)
    {
        var id = new ReviewId(Guid.CreateVersion7(now));
        var rule = options.RuleFor(verdict.Answer.Rule);
        var (risk, people) = options.Weigh(verdict);
        var request = new ReviewRequest
        {
            Proposal = proposal.Id.Value,
            Kind = ProposalKinds.NameOf(proposal.Kind),
            Tool = proposal.Tool,
            Summary = ReviewSummary.Of(proposal),
            Rule = verdict.Answer.Rule,
            Reason = SecretMask.Mask(verdict.Answer.Reason),
            Risk = risk,
            Agent = proposal.Agent.Id,
            Proposer = caller.Subject,
            Session = proposal.Agent.Session,
            Subagent = proposal.Agent.Subagent,
            Workspace = SecretMask.Mask(proposal.Workspace.Root),
            Key = key,
            Seen = Sighting.Of(verdict.Glimpsed, proposal),
            GrantKey = GrantTier.KeyOf(verdict, proposal, grantKeys),
            DueAt = now + options.Sla.GetValueOrDefault(proposal.Kind, options.Timeout),
            ExpiresAt = now + (rule?.Timeout ?? options.Timeout),
            OnTimeout = rule?.OnTimeout ?? options.OnTimeout,
            People = people,
        };
        var opened = Event(id, ReviewEvents.Requested, JsonSerializer.SerializeToUtf8Bytes(request, ReviewJson.Default.ReviewRequest), proposal, proposal.Id, now);
        return new ReviewAdmission(verdict.Answer with { State = "waiting", Review = id }, [opened], [new ExpectedVersion(id.Stream, 0)]);
    }

    private ReviewAdmission Admission(Answer answer, ReviewItem item, string type, Proposal proposal, bool isByTicket, DateTimeOffset now, bool isEdited = false)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(new ProposalNamed(proposal.Id.Value, isByTicket, isEdited), ReviewJson.Default.ProposalNamed);
        return new ReviewAdmission(answer, [Event(item.ReviewId, type, payload, proposal, item.Request.ProposalId, now)], [new ExpectedVersion(item.ReviewId.Stream, item.Version)]);
    }

    private ReviewAdmission Flood(Answer answer) => new(
        answer with
        {
            Decision = Decision.Deny,
            Tier = Tier.Review,
            Rule = "review.flood",
            Reason = $"{options.OpenPerAgent} proposals of this agent wait for a person already, so no more are taken. Wait for verdicts.",
        },
        [],
        []);

    private NewEvent Event(ReviewId id, string type, byte[] payload, Proposal proposal, ProposalId matter, DateTimeOffset now) => new()
    {
        Stream = id.Stream,
        Id = EventId.New(clock),
        Type = type,
        At = now,
        Actor = new Actor(ActorKind.System, "review"),
        Agent = proposal.Agent.Id,
        Workspace = SecretMask.Mask(proposal.Workspace.Root),
        Correlation = new CorrelationId(matter.Value),
        Payload = payload,
    };

    private async ValueTask FollowAsync(Position position)
    {
        try
        {
            // Cancelled and not left behind: whoever waits for a queue that stands still is kept by it.
            using var late = new CancellationTokenSource(CatchUp, clock);
            await queue.ReachedAsync(position, late.Token);
        }
        catch (Exception problem) when (problem is OperationCanceledException or InvalidOperationException)
        {
            // The health check of the projection says why it stands still.
        }
    }
}
