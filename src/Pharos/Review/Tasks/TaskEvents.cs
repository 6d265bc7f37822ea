namespace Pharos.Review.Tasks;

/// <summary>Types of the events of a task; all of one task stand in its stream.</summary>
public static class TaskEvents
{
    /// <summary>Somebody wants something done: what, by whom, until when.</summary>
    public const string Requested = "task.requested";

    /// <summary>Nobody can take it at this moment, and why.</summary>
    public const string Unplaced = "task.unplaced";

    /// <summary>It lies in an expert's inbox, with why it is this one.</summary>
    public const string Assigned = "task.assigned";

    /// <summary>The expert works on it.</summary>
    public const string Claimed = "task.claimed";

    /// <summary>The expert is still at it, and says how far it is.</summary>
    public const string Progressed = "task.progressed";

    /// <summary>The expert will not do it; the next one is asked.</summary>
    public const string Declined = "task.declined";

    /// <summary>It was taken from the expert, which died, was suspended, or let its time run out; the next one is asked.</summary>
    public const string Returned = "task.returned";

    /// <summary>It is done.</summary>
    public const string Done = "task.done";

    /// <summary>It was tried and could not be done.</summary>
    public const string Failed = "task.failed";

    /// <summary>Nobody did it in time.</summary>
    public const string Expired = "task.expired";

    /// <summary>Whoever asked does not want it any more.</summary>
    public const string Cancelled = "task.cancelled";
}
