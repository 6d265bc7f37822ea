using Pharos.Proposals;
using Pharos.Review.Tasks;

namespace Pharos.Review.Consensus;

/// <summary>The rules of votes: what may happen to a panel next. Pure; whether nobody else moved it meanwhile is the log's to say.</summary>
internal static class PanelSteps
{
    /// <summary>Takes an expert's vote for a seat.</summary>
    /// <param name="item">The panel.</param>
    /// <param name="task">The seat's task, in which the expert gave its opinion.</param>
    /// <param name="expert">Who.</param>
    /// <param name="opinion">What.</param>
    /// <param name="weight">What it weighs.</param>
    /// <param name="isOwn">Whether the expert, or who registered it, proposed what is judged.</param>
    /// <param name="now">When.</param>
    public static PanelStep Cast(PanelItem item, Guid task, string expert, TaskOpinion opinion, double weight, bool isOwn, DateTimeOffset now)
    {
        if (item.Conclusion is not null)
        {
            return Concluded(item);
        }

        if (item.Request.Seats.FirstOrDefault(seat => seat.Task == task) is not { } seat || !item.Open.Contains(seat))
        {
            return PanelStep.No("vote.seat", "The seat is taken, or none of this panel.");
        }

        if (isOwn)
        {
            return Refused(item, expert, opinion.Verdict, new Problem("review.self", "Nobody votes on what they, or whoever registered them, proposed.", 403), now, task);
        }

        return item.Votes.FirstOrDefault(vote => vote.Expert == expert) is { } first
            ? Second(item, first, opinion.Verdict, now, task)
            : item.IsEquivocal(expert)
                ? Refused(item, expert, opinion.Verdict, Equivocal(), now, task)
                : PanelStep.Of(
                    PanelEvents.Cast,
                    new PanelVote { Task = task, Expert = expert, Speciality = seat.Speciality, Verdict = opinion.Verdict, Confidence = opinion.Confidence, Reason = opinion.Reason, Weight = weight, At = now },
                    PanelJson.Default.PanelVote);
    }

    /// <summary>Hears an expert that says something again, or something else, after its vote.</summary>
    public static PanelStep Repeat(PanelItem item, string expert, OpinionVerdict verdict, DateTimeOffset now) => item.Conclusion is not null ? Concluded(item)
        : item.Votes.FirstOrDefault(vote => vote.Expert == expert) is { } first ? Second(item, first, verdict, now, null)
        : PanelStep.No("vote.none", "There is no vote of yours.", 404);

    /// <summary>Counts an expert no more that may not judge any more, whatever it voted before.</summary>
    public static PanelStep Discount(PanelItem item, string expert, string why, DateTimeOffset now) => item.Conclusion is not null ? Concluded(item)
        : item.Votes.FirstOrDefault(vote => vote.Expert == expert) is not { } vote || !item.Counts(expert) ? PanelStep.No("vote.none", "It does not count as it is.")
        : Refused(item, expert, vote.Verdict, new Problem(PanelRefusal.Discounted, why, 403), now, null);

    /// <summary>Gives a seat up.</summary>
    public static PanelStep Miss(PanelItem item, Guid task, string why) => item.Conclusion is not null ? Concluded(item)
        : !item.Open.Any(seat => seat.Task == task) ? PanelStep.No("vote.seat", "The seat is taken, or none of this panel.")
        : PanelStep.Of(PanelEvents.Missed, new PanelMiss(task, why), PanelJson.Default.PanelMiss);

    /// <summary>Ends it without a verdict.</summary>
    public static PanelStep End(PanelItem item, PanelOutcome outcome, string why) => item.Conclusion is not null ? Concluded(item)
        : PanelStep.Of(PanelEvents.Concluded, new PanelConclusion(outcome, why, []), PanelJson.Default.PanelConclusion);

    private static PanelStep Second(PanelItem item, PanelVote first, OpinionVerdict verdict, DateTimeOffset now, Guid? task) =>
        first.Verdict != verdict ? item.IsEquivocal(first.Expert) && task is null ? new PanelStep.Refuse(Equivocal()) : Refused(item, first.Expert, verdict, Equivocal(), now, task)
        : task is null ? PanelStep.No("vote.cast", "Your vote counts already.")
        : Refused(item, first.Expert, verdict, new Problem("vote.second", "Each expert has one vote.", 409), now, task);

    private static Problem Equivocal() => new(PanelRefusal.Equivocal, "You have voted otherwise before. Who says different things is not counted.", 409);

    private static PanelStep Refused(PanelItem item, string expert, OpinionVerdict verdict, Problem problem, DateTimeOffset now, Guid? task) =>
        item.Refusals.Count >= MaximumRefusals ? new PanelStep.Refuse(problem)
        : PanelStep.Of(PanelEvents.Refused, new PanelRefusal(expert, problem.Code, problem.Message, verdict, now, task), PanelJson.Default.PanelRefusal, problem);

    private static PanelStep.Refuse Concluded(PanelItem item) => PanelStep.No("panel.concluded", $"It is concluded ({PanelOutcomes.NameOf(item.Conclusion!.Outcome)}): {item.Conclusion.Why}");

    // Three for each seat: that it was lost, that its holder contradicted itself, and that it may not judge any more. Saying it again adds nothing.
    private const int MaximumRefusals = 3 * PanelRule.MaximumSeats;
}
