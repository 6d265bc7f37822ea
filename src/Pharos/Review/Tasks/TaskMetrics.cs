using System.Diagnostics.Metrics;

namespace Pharos.Review.Tasks;

/// <summary>The figures of tasks: meter <c>Pharos.Review</c>. Ends are counted by the node that recorded them; what is open is the same on every node.</summary>
internal static class TaskMetrics
{
    private static readonly Meter Meter = new("Pharos.Review");
    private static readonly Gauge<int> Open = Meter.CreateGauge<int>("pharos.task.open", "{task}", "Tasks that are open, by state: queued, assigned, claimed.");
    private static readonly Counter<long> Ends = Meter.CreateCounter<long>("pharos.task.ended", "{task}", "Tasks that have ended, by how: done, failed, expired, cancelled.");
    private static readonly TaskState[] OpenStates = [TaskState.Queued, TaskState.Assigned, TaskState.Claimed];

    public static void Seen(IReadOnlyCollection<TaskItem> open)
    {
        foreach (var state in OpenStates)
        {
            Open.Record(open.Count(item => item.State == state), new KeyValuePair<string, object?>("state", TaskStates.NameOf(state)));
        }
    }

    public static void Stepped(string type)
    {
        if (EndOf(type) is { } state)
        {
            Ends.Add(1, new KeyValuePair<string, object?>("state", TaskStates.NameOf(state)));
        }
    }

    private static TaskState? EndOf(string type) => type switch
    {
        TaskEvents.Done => TaskState.Done,
        TaskEvents.Failed => TaskState.Failed,
        TaskEvents.Expired => TaskState.Expired,
        TaskEvents.Cancelled => TaskState.Cancelled,
        _ => null,
    };
}
