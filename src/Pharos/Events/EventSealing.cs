namespace Pharos.Events;

/// <summary>Makes the stored form of an event. Every engine seals the same way, so that a chain verifies wherever it was written.</summary>
public static class EventSealing
{
    /// <summary>Gives an event its place, its leaf and its link.</summary>
    /// <param name="next">The event.</param>
    /// <param name="position">Its position.</param>
    /// <param name="version">Its version in its stream.</param>
    /// <param name="operation">The batch's operation, on the batch's first event only.</param>
    /// <param name="previous">The chain's hash before it.</param>
    public static EventRecord Seal(NewEvent next, Position position, long version, OperationId? operation, Digest previous) =>
        Seal(next, Digest.Of(next.Payload.Span), position, version, operation, previous);

    /// <inheritdoc cref="Seal(NewEvent, Position, long, OperationId?, Digest)"/>
    /// <param name="next">The event.</param>
    /// <param name="payload">The digest of its payload, which can be made before its place is known and so outside of whatever appends in turn.</param>
    /// <param name="position">Its position.</param>
    /// <param name="version">Its version in its stream.</param>
    /// <param name="operation">The batch's operation, on the batch's first event only.</param>
    /// <param name="previous">The chain's hash before it.</param>
    public static EventRecord Seal(NewEvent next, Digest payload, Position position, long version, OperationId? operation, Digest previous)
    {
        var record = Unplaced(next, operation) with { Position = position, Version = version };
        var leaf = HashChain.Leaf(record, payload);
        return record with { Leaf = leaf, Hash = HashChain.Link(previous, leaf) };
    }

    /// <summary>The stored form without its place.</summary>
    internal static EventRecord Unplaced(NewEvent next, OperationId? operation) => new()
    {
        Position = Position.Start,
        Stream = next.Stream,
        Version = 0,
        Id = next.Id,
        Type = next.Type,
        Schema = next.Schema,
        At = WholeMicroseconds(next.At),
        Actor = next.Actor,
        Agent = next.Agent,
        Workspace = next.Workspace,
        Correlation = next.Correlation,
        Causation = next.Causation,
        OperationId = operation,
        Payload = next.Payload,
        Leaf = default,
        Hash = default,
    };

    private static DateTimeOffset WholeMicroseconds(DateTimeOffset at)
    {
        var ticks = at.UtcTicks;
        return new DateTimeOffset(ticks - (ticks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
    }
}
