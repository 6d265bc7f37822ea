using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Pharos.Events;

namespace Pharos.Review.Tasks;

/// <summary>The state machine as it was recorded: what each event makes of a task. Which events may follow each other is decided in <see cref="TaskSteps"/>.</summary>
internal static class TaskItemFold
{
    /// <summary>The task after one more event of its stream; null before its first.</summary>
    public static TaskItem? Apply(TaskItem? item, EventRecord record)
    {
        if (record.Type == TaskEvents.Requested)
        {
            // An erased request leaves a task that nobody can do; it is as if it had never been asked for.
            return Read(record, TaskJson.Default.TaskRequest) is not { } request ? null : new TaskItem
            {
                Id = record.Stream.Id,
                Request = request,
                RequestedAt = record.At,
                Version = record.Version,
            };
        }

        return item is null ? null : Step(item, record) with { Version = record.Version };
    }

    private static TaskItem Step(TaskItem item, EventRecord record) => record.Type switch
    {
        TaskEvents.Unplaced => item with { Unplaced = Why(record), UnplacedAt = record.At },
        TaskEvents.Assigned when Read(record, TaskJson.Default.AssignStep) is { } step => item with
        {
            State = TaskState.Assigned,
            Unplaced = null,
            Assignee = step.To,
            Choice = step.Choice,
            AssignedAt = record.At,
            ClaimedAt = null,
            HeldUntil = step.Until,
        },
        TaskEvents.Claimed => item with { State = TaskState.Claimed, ClaimedAt = record.At, HeldUntil = Read(record, TaskJson.Default.HeldStep)?.Until ?? item.HeldUntil },
        TaskEvents.Progressed when Read(record, TaskJson.Default.ProgressStep) is { } step => item with
        {
            HeldUntil = step.Until,
            Reports = item.Reports + 1,
            Progress = new TaskProgress(step.Percent, step.Note, record.At),
        },
        TaskEvents.Declined => Back(item, record, isDeclined: true),
        TaskEvents.Returned => Back(item, record, isDeclined: false),
        TaskEvents.Done => item with { State = TaskState.Done, Result = Read(record, TaskJson.Default.TaskResult), HeldUntil = null, ClosedAt = record.At },
        TaskEvents.Failed => Read(record, TaskJson.Default.TaskResult) is { } result
            ? item with { State = TaskState.Failed, Result = result, ClosedWhy = result.Problem, HeldUntil = null, ClosedAt = record.At }
            : item with { State = TaskState.Failed, HeldUntil = null, ClosedAt = record.At },
        TaskEvents.Expired => item with { State = TaskState.Expired, ClosedWhy = Why(record), HeldUntil = null, ClosedAt = record.At },
        TaskEvents.Cancelled => item with { State = TaskState.Cancelled, ClosedWhy = Why(record), HeldUntil = null, ClosedAt = record.At },
        _ => item,
    };

    private static TaskItem Back(TaskItem item, EventRecord record, bool isDeclined) => item with
    {
        State = TaskState.Queued,
        Attempts = item.Assignee is { } had ? [.. item.Attempts, new TaskAttempt(had, Why(record) ?? "", isDeclined)] : item.Attempts,
        Assignee = null,
        Choice = null,
        AssignedAt = null,
        ClaimedAt = null,
        HeldUntil = null,
        Progress = null,
    };

    private static string? Why(EventRecord record) => Read(record, TaskJson.Default.WhyStep)?.Why;

    private static T? Read<T>(EventRecord record, JsonTypeInfo<T> type)
        where T : class =>
        record.Payload.IsEmpty ? null : JsonSerializer.Deserialize(record.Payload.Span, type);
}
