using Pharos.Events;

namespace Pharos.Review.Collaborations;

/// <summary>Identity of a session in which agents work together: a UUIDv7.</summary>
public readonly record struct CollaborationId(Guid Value)
{
    /// <summary>Category of the stream that holds a session's events.</summary>
    public const string StreamCategory = "collaboration";

    /// <summary>The stream that holds this session's events.</summary>
    public StreamId Stream => new(StreamCategory, Value);

    /// <summary>What ties its events together in the log.</summary>
    public CorrelationId Correlation => new(Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
