using Pharos.Agents;
using Pharos.Proposals;
using Pharos.Review.Tasks;

namespace Pharos.Review.Consensus;

/// <summary>
/// How experts vote: by the result of their seat's task, or by the review. Both ways are one vote, and whoever says something else after it, by either of them, is heard as one
/// that says different things.
/// </summary>
/// <param name="desk">Where panels are.</param>
/// <param name="tasks">Where opinions are given.</param>
public sealed class PanelVoting(PanelDesk desk, TaskDesk tasks)
{
    /// <summary>Votes on a review that the caller was asked about.</summary>
    /// <param name="id">The panel.</param>
    /// <param name="by">Who.</param>
    /// <param name="opinion">What. Its reason must be masked.</param>
    /// <param name="cancellationToken">Gives up before it is recorded.</param>
    public async ValueTask<PanelResult> VoteAsync(PanelId id, Caller by, TaskOpinion opinion, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(id, cancellationToken) is not { } panel || await SeatOfAsync(panel, by.Subject, cancellationToken) is not { } task)
        {
            // The same for "no panel" and "not asked", so that nobody learns what others are asked about.
            return new PanelResult.Refused(new Problem("panel.unknown", "You are not asked about this review.", 404), null);
        }

        if (task.State == TaskState.Assigned && await tasks.ClaimAsync(task.TaskId, by, cancellationToken) is TaskOutcome.Refused unclaimed)
        {
            return new PanelResult.Refused(unclaimed.Problem, panel);
        }

        var finished = await FinishAsync(task.TaskId, by, new TaskResult { By = by.Subject, At = default, Opinion = opinion }, cancellationToken);
        return finished is TaskOutcome.Refused refused
            ? new PanelResult.Refused(refused.Problem, panel)
            : await desk.CastAsync(id, task.Id, by.Subject, opinion, cancellationToken) is PanelResult.Refused { Problem.Code: "vote.seat", Current: { } counted }
                ? new PanelResult.Changed(counted)
                : new PanelResult.Changed(await desk.FindAsync(id, cancellationToken) ?? panel);
    }

    /// <summary>Gives a task's result. A second, different opinion of the same expert is refused, and takes its first one away.</summary>
    public async ValueTask<TaskOutcome> FinishAsync(TaskId id, Caller by, TaskResult result, CancellationToken cancellationToken)
    {
        var outcome = await tasks.FinishAsync(id, by, result, cancellationToken);
        if (outcome is TaskOutcome.Refused { Problem.Code: "vote.second", Current: { Request.Review: { } twice } seat } && result.Opinion is { } other)
        {
            return await desk.RepeatAsync(new PanelId(twice), by.Subject, other.Verdict, cancellationToken) is PanelResult.Refused { Problem: { Code: PanelRefusal.Equivocal } equivocal }
                ? new TaskOutcome.Refused(equivocal, seat)
                : outcome;
        }

        if (outcome is TaskOutcome.Refused { Current: { Request.Review: { } review, Result: { Opinion: { } first } given } task } && given.By == by.Subject && result.Opinion is { } second)
        {
            // The first one may not have been counted yet, and only what was counted can be contradicted.
            await desk.CastAsync(new PanelId(review), task.Id, by.Subject, first, cancellationToken);
            if (await desk.RepeatAsync(new PanelId(review), by.Subject, second.Verdict, cancellationToken) is PanelResult.Refused { Problem: { Code: not ("panel.unknown" or "vote.none") } problem })
            {
                return new TaskOutcome.Refused(problem, task);
            }
        }

        return outcome;
    }

    private async ValueTask<TaskItem?> SeatOfAsync(PanelItem panel, string expert, CancellationToken cancellationToken)
    {
        TaskItem? given = null;
        foreach (var seat in panel.Request.Seats)
        {
            var task = await tasks.FindAsync(new TaskId(seat.Task), cancellationToken);
            if (task?.Holder == expert)
            {
                return task;
            }

            given = task?.Result?.By == expert ? task : given;
        }

        return given;
    }
}
