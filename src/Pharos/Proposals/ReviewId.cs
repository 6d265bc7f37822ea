using Pharos.Events;

namespace Pharos.Proposals;

/// <summary>Identity of a review: a UUIDv7, so that reviews are listed in time order where nothing else tells them apart.</summary>
public readonly record struct ReviewId(Guid Value)
{
    /// <summary>Category of the stream that holds a review's events.</summary>
    public const string StreamCategory = "review";

    /// <summary>The stream that holds this review's events.</summary>
    public StreamId Stream => new(StreamCategory, Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
