namespace Pharos.Events;

/// <summary>An event as the log holds it.</summary>
public sealed record EventRecord
{
    /// <summary>Where it stands in the whole log.</summary>
    public required Position Position { get; init; }

    /// <summary>The stream it belongs to.</summary>
    public required StreamId Stream { get; init; }

    /// <summary>Where it stands in its stream; the first event is version 1.</summary>
    public required long Version { get; init; }

    /// <inheritdoc cref="NewEvent.Id"/>
    public required EventId Id { get; init; }

    /// <inheritdoc cref="NewEvent.Type"/>
    public required string Type { get; init; }

    /// <inheritdoc cref="NewEvent.Schema"/>
    public required int Schema { get; init; }

    /// <summary>When it happened: UTC, whole microseconds.</summary>
    public required DateTimeOffset At { get; init; }

    /// <inheritdoc cref="NewEvent.Actor"/>
    public required Actor Actor { get; init; }

    /// <inheritdoc cref="NewEvent.Agent"/>
    public string? Agent { get; init; }

    /// <inheritdoc cref="NewEvent.Workspace"/>
    public string? Workspace { get; init; }

    /// <inheritdoc cref="NewEvent.Correlation"/>
    public CorrelationId? Correlation { get; init; }

    /// <inheritdoc cref="NewEvent.Causation"/>
    public EventId? Causation { get; init; }

    /// <summary>The operation of the batch; it stands on the batch's first event only.</summary>
    public OperationId? OperationId { get; init; }

    /// <summary>The payload's bytes exactly as they were appended; empty once it was <see cref="Removed"/>.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>What stands in the payload's place after it was erased or moved to an archive; null while it is there.</summary>
    public RemovedPayload? Removed { get; init; }

    /// <summary>The digest of this event's own fields.</summary>
    public required Digest Leaf { get; init; }

    /// <summary>The digest of the chain up to and including this event.</summary>
    public required Digest Hash { get; init; }
}
