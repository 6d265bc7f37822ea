namespace Pharos.Events;

/// <summary>An event about to be appended. Limits: <see cref="EventLimits"/>.</summary>
public sealed record NewEvent
{
    /// <summary>The stream it is appended to.</summary>
    public required StreamId Stream { get; init; }

    /// <summary>Its own identity.</summary>
    public required EventId Id { get; init; }

    /// <summary>What happened, as <c>noun.past</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The version of the payload's shape. Default 1.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>When it happened. The log keeps UTC microseconds and drops what is finer.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who caused it.</summary>
    public required Actor Actor { get; init; }

    /// <summary>The agent it is about, when it is about one.</summary>
    public string? Agent { get; init; }

    /// <summary>The workspace root it is about, when it is about one.</summary>
    public string? Workspace { get; init; }

    /// <summary>The matter it belongs to.</summary>
    public CorrelationId? Correlation { get; init; }

    /// <summary>The event that caused it.</summary>
    public EventId? Causation { get; init; }

    /// <summary>The payload: the exact bytes of one UTF-8 JSON value. The log keeps these bytes, not a re-written form of them.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>The blobs that the payload names, each stored before the append; the event keeps them alive. At most <see cref="EventLimits.BlobsPerEvent"/>. Default none.</summary>
    public IReadOnlyList<Digest> Blobs { get; init; } = [];
}
