namespace Pharos.Events;

/// <summary>A caller's name for one thing it wants done once. Unique for the actor of the batch's first event.</summary>
public readonly record struct OperationId(Guid Value)
{
    /// <summary>A new id stamped with the injected clock.</summary>
    public static OperationId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
