namespace Pharos.Review.Tasks;

/// <summary>Where a task stands.</summary>
public enum TaskState
{
    /// <summary>It waits for an expert.</summary>
    Queued,

    /// <summary>It lies in an expert's inbox.</summary>
    Assigned,

    /// <summary>An expert works on it.</summary>
    Claimed,

    /// <summary>It has a result.</summary>
    Done,

    /// <summary>It could not be done.</summary>
    Failed,

    /// <summary>Nobody did it in time.</summary>
    Expired,

    /// <summary>Nobody wants it any more.</summary>
    Cancelled,
}

/// <summary>The names states have on the wire.</summary>
public static class TaskStates
{
    /// <summary>The lower-case name.</summary>
    public static string NameOf(TaskState state) => state switch
    {
        TaskState.Queued => "queued",
        TaskState.Assigned => "assigned",
        TaskState.Claimed => "claimed",
        TaskState.Done => "done",
        TaskState.Failed => "failed",
        TaskState.Expired => "expired",
        _ => "cancelled",
    };

    /// <summary>Reads a name; false for anything else.</summary>
    public static bool TryParse(string? name, out TaskState state)
    {
        foreach (var candidate in Enum.GetValues<TaskState>())
        {
            if (NameOf(candidate) == name)
            {
                state = candidate;
                return true;
            }
        }

        state = default;
        return false;
    }

    /// <summary>Whether nothing more happens to it.</summary>
    public static bool IsClosed(TaskState state) => state >= TaskState.Done;
}
