using System.Text.Json.Serialization;
using Pharos.Events;
using Pharos.Review.Experts;

namespace Pharos.Review.Tasks;

/// <summary>A task as its events make it. Immutable.</summary>
public sealed record TaskItem
{
    /// <summary>Its identity.</summary>
    public required Guid Id { get; init; }

    /// <summary>What is asked for.</summary>
    public required TaskRequest Request { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>Version of its stream; every change is made against it.</summary>
    public required long Version { get; init; }

    /// <summary>Where it stands.</summary>
    public TaskState State { get; init; }

    /// <summary>Why nobody has it; null when somebody has, or it was not tried yet.</summary>
    public string? Unplaced { get; init; }

    /// <summary>When that was recorded last.</summary>
    public DateTimeOffset? UnplacedAt { get; init; }

    /// <summary>The expert that has it, or had it last.</summary>
    public string? Assignee { get; init; }

    /// <summary>Why it is this expert.</summary>
    public ExpertChoice? Choice { get; init; }

    /// <summary>When the expert got it.</summary>
    public DateTimeOffset? AssignedAt { get; init; }

    /// <summary>When the expert claimed it.</summary>
    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>When it goes to the next one, unless the expert claims it or says that it is still at it.</summary>
    public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>Who had it and has not any more.</summary>
    public IReadOnlyList<TaskAttempt> Attempts { get; init; } = [];

    /// <summary>How often progress was reported.</summary>
    public int Reports { get; init; }

    /// <summary>The latest report of progress.</summary>
    public TaskProgress? Progress { get; init; }

    /// <summary>What came of it.</summary>
    public TaskResult? Result { get; init; }

    /// <summary>When nothing more happened to it.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Why it was closed without a result.</summary>
    public string? ClosedWhy { get; init; }

    /// <summary>The id.</summary>
    [JsonIgnore]
    public TaskId TaskId => new(Id);

    /// <summary>Whether nothing more happens to it.</summary>
    [JsonIgnore]
    public bool IsClosed => TaskStates.IsClosed(State);

    /// <summary>The expert that has it now; null when nobody does.</summary>
    [JsonIgnore]
    public string? Holder => State is TaskState.Assigned or TaskState.Claimed ? Assignee : null;

    /// <summary>The matter its events belong to.</summary>
    [JsonIgnore]
    public CorrelationId Matter => new(Request.Matter ?? Id);

    /// <summary>
    /// The task as an agent that it concerns may see it: what came of it is for who asked and who did it. Who declined or lost it must not read another one's result, nor vote after
    /// another one's opinion.
    /// </summary>
    public TaskItem ShownTo(string agent) => Request.AskedBy == agent || Assignee == agent ? this : this with { Result = null, Progress = null };

    /// <summary>Whether somebody asked for it, or has or had it.</summary>
    public bool Concerns(string agent) => Request.AskedBy == agent || Assignee == agent || Attempts.Any(attempt => attempt.Expert == agent);
}

/// <summary>That an expert had a task and has it no more.</summary>
/// <param name="Expert">Which.</param>
/// <param name="Why">Why not any more.</param>
/// <param name="IsDeclined">Whether it would not do it; it is not asked again then.</param>
public sealed record TaskAttempt(string Expert, string Why, bool IsDeclined);

/// <summary>How far an expert is.</summary>
/// <param name="Percent">0 to 100; null when it cannot be said.</param>
/// <param name="Note">In words; null for nothing.</param>
/// <param name="At">When it was said.</param>
public sealed record TaskProgress(int? Percent, string? Note, DateTimeOffset At);
