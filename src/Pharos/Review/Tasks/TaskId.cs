using Pharos.Events;

namespace Pharos.Review.Tasks;

/// <summary>Identity of a task: a UUIDv7, so that tasks are listed in time order.</summary>
public readonly record struct TaskId(Guid Value)
{
    /// <summary>Category of the stream that holds a task's events.</summary>
    public const string StreamCategory = "task";

    /// <summary>A new id stamped with the injected clock.</summary>
    public static TaskId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    /// <summary>The stream that holds this task's events.</summary>
    public StreamId Stream => new(StreamCategory, Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
