namespace Pharos.Events;

/// <summary>The identity of one event: a UUIDv7 made by whoever appends it.</summary>
public readonly record struct EventId(Guid Value)
{
    /// <summary>A new id stamped with the injected clock.</summary>
    public static EventId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
