using Pharos.Agents;
using Pharos.Events;
using Pharos.Events.Evidence;
using Pharos.Gate;
using Pharos.Gate.Facts;
using Pharos.Proposals;

namespace Pharos.Review;

/// <summary>
/// Decides proposals and, where people have to look, gives their verdict as soon as there is one. A verdict is recorded as delivered before it leaves, so that it can be taken
/// back until then and never after. Safe for use by many threads and on several nodes.
/// </summary>
/// <param name="pipeline">Decides.</param>
/// <param name="desk">Where reviews are.</param>
/// <param name="log">Tells of changes.</param>
/// <param name="calls">Counts those who wait.</param>
/// <param name="options">How long approvals are kept back.</param>
/// <param name="clock">The clock.</param>
public sealed class ReviewedDecisions(DecisionPipeline pipeline, ReviewDesk desk, IEventLog log, WaitingCalls calls, ReviewOptions options, TimeProvider clock)
{
    /// <summary>Longest a call may wait.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    /// <summary>Decides a request; an operation that was decided before gets its current answer.</summary>
    /// <param name="request">The request.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="wait">How long to wait for a verdict; zero answers at once.</param>
    /// <param name="cancellationToken">The caller has gone; a verdict then serves its next equal proposal.</param>
    public async ValueTask<PipelineOutcome> DecideAsync(ProposalRequest request, Caller caller, TimeSpan wait, CancellationToken cancellationToken)
    {
        using var place = wait > TimeSpan.Zero ? calls.TryTake(caller.Subject) : null;
        if (wait > TimeSpan.Zero && place is null)
        {
            return Flood();
        }

        var outcome = await pipeline.DecideAsync(request, caller, cancellationToken);
        try
        {
            return outcome is PipelineOutcome.Answered answered ? answered with { Answer = await SettleAsync(answered.Answer, wait, cancellationToken) } : outcome;
        }
        catch (EventLogUnavailableException unavailable)
        {
            return new PipelineOutcome.Refused(new Problem(unavailable.Code, $"The verdict could not be recorded as delivered, so it is not: {unavailable.Message}", 503));
        }
    }

    /// <summary>The answer for whoever proposed, as it stands or within a time; a verdict in it is delivered by this.</summary>
    /// <param name="answer">What was answered before.</param>
    /// <param name="caller">Who asks; where all its places are taken it gets the answer of the moment.</param>
    /// <param name="wait">How long to wait for a verdict.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    public async ValueTask<Answer> SettleAsync(Answer answer, Caller caller, TimeSpan wait, CancellationToken cancellationToken)
    {
        using var place = wait > TimeSpan.Zero ? calls.TryTake(caller.Subject) : null;
        return await SettleAsync(answer, place is null ? TimeSpan.Zero : wait, cancellationToken);
    }

    private async ValueTask<Answer> SettleAsync(Answer answer, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (answer is not { Decision: Decision.Review, Review: { } id })
        {
            return answer;
        }

        // Where the log ends is asked before the review is read, so that no change falls between the two.
        var began = clock.GetTimestamp();
        var atMost = wait < LongestWait ? wait : LongestWait;
        var head = await log.HeadAsync(cancellationToken);
        var cursor = default(SubscriptionCursor);
        while (await desk.LookAsync(id, cancellationToken) is { } item)
        {
            cursor ??= log.Subscribe(head, new EventFilter { Correlation = item.Correlation }).OpenCursor();
            var kept = KeptBack(item);
            if (item.IsClosed && kept <= TimeSpan.Zero && IsOutdated(item, answer))
            {
                await desk.WithholdAsync(id, answer.Id, cancellationToken);
                return ReviewAnswers.Withheld(answer, item);
            }

            if (item.IsClosed && kept <= TimeSpan.Zero && await DeliverAsync(item, answer.Id, cancellationToken) is { } settled)
            {
                return ReviewAnswers.Of(answer, settled);
            }

            var left = atMost - clock.GetElapsedTime(began);
            if (left <= TimeSpan.Zero || calls.Ending.IsCancellationRequested)
            {
                return ReviewAnswers.Waiting(answer);
            }

            await ChangeAsync(cursor, item.IsClosed && kept > TimeSpan.Zero && kept < left ? kept : left, cancellationToken);
        }

        return answer;
    }

    /// <summary>Records that a caller which cannot take another input is told to propose the approved one, so that the approval serves that proposal.</summary>
    public async ValueTask OfferEditedAsync(Answer answer, CancellationToken cancellationToken)
    {
        if (answer is { Edited: not null, Review: { } id })
        {
            await desk.OfferEditedAsync(id, answer.Id, cancellationToken);
        }
    }

    /// <summary>The answer for somebody else who looks: as it stands, delivering nothing.</summary>
    public async ValueTask<Answer> LookAsync(Answer answer, CancellationToken cancellationToken) =>
        answer is { Decision: Decision.Review, Review: { } id } && await desk.FindAsync(id, cancellationToken) is { } item ? ReviewAnswers.Of(answer, item) : answer;

    // Between the look of a reviewer and the answer an agent can change the script that was approved. What was delivered and carried out already is only told; that it was
    // carried out is the agent's own word, so it does not bring the approval itself.
    private static bool IsOutdated(ReviewItem item, Answer answer) =>
        item is { Verdict.Verdict: VerdictKind.Approve, Seen: { } seen }
        && !(answer.State is "executing" or "done" or "failed" or "unknown" && item.Delivered.Contains(answer.Id.Value))
        && !seen.Holds(new DiskGlance());

    private async ValueTask<ReviewItem?> DeliverAsync(ReviewItem item, ProposalId proposal, CancellationToken cancellationToken) =>
        item.Delivered.Contains(proposal.Value) ? item
            : await desk.DeliverAsync(item.ReviewId, proposal, cancellationToken) switch
            {
                ReviewOutcome.Changed { Item: { IsClosed: true } delivered } => delivered,
                ReviewOutcome.Refused { Problem.Code: "review.delivered" or "review.served", Current: { } current } => current,
                _ => null,
            };

    private PipelineOutcome.Refused Flood() => new(new Problem("review.flood", $"{options.WaitingCallsPerAgent} calls of this agent wait for verdicts already. Wait for them, or ask without waiting.", 429));

    private TimeSpan KeptBack(ReviewItem item) =>
        item.Verdict is { } verdict && item.Delivered.Count == 0 ? verdict.At + options.UndoWindow - clock.GetUtcNow() : TimeSpan.Zero;

    private static bool HasMoved(SubscriptionCursor cursor)
    {
        var hasMoved = false;
        while (cursor.TryRead(out var record))
        {
            hasMoved |= record.Type is ReviewEvents.Verdict or ReviewEvents.Undone or ReviewEvents.Delivered or ReviewEvents.Expired or ReviewEvents.Superseded or EvidenceEvents.Erased;
        }

        return hasMoved;
    }

    private async ValueTask ChangeAsync(SubscriptionCursor cursor, TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(atMost, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, calls.Ending, cancellationToken);
        try
        {
            // A thousand callers may wait for one review, and each that joins is an event: they read the review anew only when it may have been decided.
            while (!HasMoved(cursor))
            {
                await cursor.WaitAsync(either.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is over or nobody may wait any more, which the caller looks at.
        }
    }
}
