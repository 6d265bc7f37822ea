using Pharos.Review.Experts;

namespace Pharos.Review.Tasks;

/// <summary>The rules of the state machine: what may happen to a task next. Pure; whether nobody else moved it meanwhile is the log's to say.</summary>
internal static class TaskSteps
{
    // Why nobody can changes with everybody who comes and goes; a task that waits for days must not fill the log with it.
    private static readonly TimeSpan UnplacedEvery = TimeSpan.FromMinutes(1);

    public static TaskStep Assign(TaskItem item, ExpertChoice choice, DateTimeOffset now, TaskOptions options) => item.IsClosed ? Closed(item)
        : item.Holder is not null ? TaskStep.No("task.assigned", $"{item.Holder} has it.")
        : TaskStep.Of(TaskEvents.Assigned, new AssignStep(choice.Score.Expert, now + options.Offer, choice), TaskJson.Default.AssignStep) with { Expert = choice.Score.Expert };

    public static TaskStep Unplace(TaskItem item, string why, DateTimeOffset now) => item.IsClosed ? Closed(item)
        : item.Holder is not null ? TaskStep.No("task.assigned", $"{item.Holder} has it.")
        : item.Unplaced == why ? TaskStep.No("task.unplaced", "That is known.")
        : item.Unplaced is not null && now - item.UnplacedAt < UnplacedEvery ? TaskStep.No("task.unplaced", "It was said just now, a little differently.")
        : TaskStep.Of(TaskEvents.Unplaced, new WhyStep(why), TaskJson.Default.WhyStep);

    public static TaskStep Claim(TaskItem item, string by, DateTimeOffset now, TaskOptions options) => Held(item, by, now)
        ?? (item.State == TaskState.Claimed
            ? TaskStep.No("task.claimed", "You work on it already. Report progress to keep it.")
            : TaskStep.Of(TaskEvents.Claimed, new HeldStep(now + options.Lease), TaskJson.Default.HeldStep));

    public static TaskStep Report(TaskItem item, string by, int? percent, string? note, DateTimeOffset now, TaskOptions options) => Working(item, by, now)
        ?? (item.Reports >= TaskOptions.MaximumProgress ? TaskStep.No("task.progress", $"{TaskOptions.MaximumProgress} reports are enough for one task; give a result.", 429)
            : percent is < 0 or > 100 ? TaskStep.No("task.progress", "\"percent\" is 0 to 100.", 400)
            : TaskStep.Of(TaskEvents.Progressed, new ProgressStep(now + options.Lease, percent, note), TaskJson.Default.ProgressStep));

    public static TaskStep Decline(TaskItem item, string by, string why, DateTimeOffset now) => Held(item, by, now)
        ?? TaskStep.Of(TaskEvents.Declined, new WhyStep(why, by), TaskJson.Default.WhyStep);

    public static TaskStep Finish(TaskItem item, string by, TaskResult result, DateTimeOffset now)
    {
        if (Working(item, by, now) is { } refusal)
        {
            return refusal;
        }

        if (result.Problem is not null)
        {
            return TaskStep.Of(TaskEvents.Failed, result, TaskJson.Default.TaskResult);
        }

        return item.Request.IsJudgement
            ? result.Opinion is not { } opinion ? TaskStep.No("task.opinion", "A judgement is {\"verdict\":\"approve|reject|abstain\",\"confidence\":0..1,\"reason\":\"…\"}.", 400)
                : !(opinion.Confidence is >= 0 and <= 1) ? TaskStep.No("task.confidence", "\"confidence\" is a number from 0 to 1.", 400)
                : string.IsNullOrWhiteSpace(opinion.Reason) ? TaskStep.No("task.reason", "A judgement needs a \"reason\": people read it.", 400)
                : TaskStep.Of(TaskEvents.Done, result, TaskJson.Default.TaskResult)
            : result.Opinion is not null ? TaskStep.No("task.opinion", "Only a task of kind judge takes a verdict; give an \"output\".", 400)
            : TaskStep.Of(TaskEvents.Done, result, TaskJson.Default.TaskResult);
    }

    public static TaskStep Return(TaskItem item, string from, ReturnCause cause, string why) => item.IsClosed ? Closed(item)
        : item.Holder != from ? TaskStep.No("task.lost", $"{from} does not have it.")
        : TaskStep.Of(TaskEvents.Returned, new WhyStep(why, from, cause), TaskJson.Default.WhyStep);

    public static TaskStep GiveUp(TaskItem item, DateTimeOffset now, TaskOptions options) => item.IsClosed ? Closed(item)
        : item.Holder is not null || item.Attempts.Count < options.Attempts ? TaskStep.No("task.early", "Another expert can still be asked.")
        : TaskStep.Of(TaskEvents.Failed, new TaskResult { By = "tasks", At = now, Problem = $"{item.Attempts.Count} experts had it and none finished it; the last: {item.Attempts[^1].Why}" }, TaskJson.Default.TaskResult);

    public static TaskStep RunOut(TaskItem item, DateTimeOffset now) => item.IsClosed ? Closed(item)
        : item.Request.Deadline > now ? TaskStep.No("task.early", "Its time has not run out.")
        : TaskStep.Of(TaskEvents.Expired, new WhyStep(item.Unplaced is { } why ? $"Nobody did it in time. {why}" : "Nobody did it in time."), TaskJson.Default.WhyStep);

    public static TaskStep Cancel(TaskItem item, string why) => item.IsClosed ? Closed(item)
        : TaskStep.Of(TaskEvents.Cancelled, new WhyStep(why), TaskJson.Default.WhyStep);

    private static TaskStep? Working(TaskItem item, string by, DateTimeOffset now) => Held(item, by, now)
        ?? (item.State == TaskState.Claimed ? null : TaskStep.No("task.unclaimed", "Claim it first."));

    // Who lost a task learns to whom; a late result must never meet what another one is doing.
    private static TaskStep? Held(TaskItem item, string by, DateTimeOffset now) => item.IsClosed ? Closed(item)
        : item.Holder != by ? TaskStep.No("task.lost", item.Attempts.LastOrDefault(attempt => attempt.Expert == by) is { } lost ? $"You do not have it any more: {lost.Why}" : "It is not yours.")
        : item.HeldUntil <= now ? TaskStep.No("task.lost", $"You had it until {item.HeldUntil:HH:mm:ss} UTC, and it goes to the next one.")
        : item.Request.Deadline <= now ? TaskStep.No("task.late", $"It was wanted by {item.Request.Deadline:HH:mm:ss} UTC.")
        : null;

    private static TaskStep.Refuse Closed(TaskItem item) => TaskStep.No("task.closed", $"It is {TaskStates.NameOf(item.State)}{(item.ClosedWhy is { } why ? $": {why}" : ".")}");
}
