namespace Pharos.Events.Evidence;

/// <summary>
/// An event as its raw bytes stand in a store, for hashing without making objects. The spans are valid during the call that hands them over. Numbers are wider than those of
/// an event, because a row that somebody changed may hold anything.
/// </summary>
public readonly ref struct ChainRow
{
    /// <summary>Where it stands.</summary>
    public required long Position { get; init; }

    /// <summary>The event's id: 16 bytes, big-endian.</summary>
    public required ReadOnlySpan<byte> Id { get; init; }

    /// <summary>The stream's category in UTF-8.</summary>
    public required ReadOnlySpan<byte> Category { get; init; }

    /// <summary>The stream's id: 16 bytes, big-endian.</summary>
    public required ReadOnlySpan<byte> StreamId { get; init; }

    /// <summary>Where it stands in its stream.</summary>
    public required long Version { get; init; }

    /// <summary>The type in UTF-8.</summary>
    public required ReadOnlySpan<byte> Type { get; init; }

    /// <summary>The version of the payload's shape.</summary>
    public required long Schema { get; init; }

    /// <summary>When it happened: microseconds since 1970.</summary>
    public required long At { get; init; }

    /// <summary>The number of an <see cref="Events.ActorKind"/>.</summary>
    public required long ActorKind { get; init; }

    /// <summary>The actor's id in UTF-8.</summary>
    public required ReadOnlySpan<byte> Actor { get; init; }

    /// <summary>The agent in UTF-8; empty when there is none.</summary>
    public required ReadOnlySpan<byte> Agent { get; init; }

    /// <summary>The workspace in UTF-8; empty when there is none.</summary>
    public required ReadOnlySpan<byte> Workspace { get; init; }

    /// <summary>The correlation: 16 bytes, or empty.</summary>
    public required ReadOnlySpan<byte> Correlation { get; init; }

    /// <summary>The causing event: 16 bytes, or empty.</summary>
    public required ReadOnlySpan<byte> Causation { get; init; }

    /// <summary>The operation: 16 bytes, or empty.</summary>
    public required ReadOnlySpan<byte> Operation { get; init; }

    /// <summary>The payload's bytes; empty when it was removed.</summary>
    public required ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>The number of a <see cref="PayloadRemoval"/>; 0 while the payload is there.</summary>
    public long RemovedKind { get; init; }

    /// <summary>The digest of the payload that was removed: 32 bytes, or empty.</summary>
    public ReadOnlySpan<byte> RemovedDigest { get; init; }

    /// <summary>The stored leaf.</summary>
    public required ReadOnlySpan<byte> Leaf { get; init; }

    /// <summary>The stored hash.</summary>
    public required ReadOnlySpan<byte> Hash { get; init; }

    /// <summary>Why the row is no event at all, such as a number where a text belongs; null when it is one.</summary>
    public string? Unreadable { get; init; }

    /// <summary>A column that follows from the event without being part of its leaf, and does not; null when all do.</summary>
    public string? Inconsistent { get; init; }
}
