namespace Pharos.Events;

/// <summary>What ties the events of one matter together across streams: a proposal, its review, its outcome.</summary>
public readonly record struct CorrelationId(Guid Value)
{
    /// <summary>A new id stamped with the injected clock.</summary>
    public static CorrelationId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
