using Pharos.Proposals;

namespace Pharos.Review.Tasks;

/// <summary>What came of an attempt to create or move a task.</summary>
public abstract record TaskOutcome
{
    private TaskOutcome()
    {
    }

    /// <summary>It is recorded.</summary>
    /// <param name="Item">The task as it stands now.</param>
    public sealed record Changed(TaskItem Item) : TaskOutcome;

    /// <summary>It was not; nothing was recorded.</summary>
    /// <param name="Problem">Why, with a stable code.</param>
    /// <param name="Current">The task as it stands; null when there is none.</param>
    public sealed record Refused(Problem Problem, TaskItem? Current) : TaskOutcome;
}
