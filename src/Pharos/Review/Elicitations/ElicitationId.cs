using Pharos.Events;

namespace Pharos.Review.Elicitations;

/// <summary>Identity of an elicitation: a UUIDv7.</summary>
public readonly record struct ElicitationId(Guid Value)
{
    /// <summary>Category of the stream that holds an elicitation's events.</summary>
    public const string StreamCategory = "elicitation";

    /// <summary>The stream that holds this elicitation's events.</summary>
    public StreamId Stream => new(StreamCategory, Value);

    /// <summary>Its events are a matter of their own, so that who waits for the answer is woken by nothing else.</summary>
    public CorrelationId Correlation => new(Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
