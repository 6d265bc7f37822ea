using Pharos.Events;

namespace Pharos.Review.Consensus;

/// <summary>Identity of a panel: the review it is about, so that a review never has two.</summary>
/// <param name="Review">The review.</param>
public readonly record struct PanelId(Guid Review)
{
    /// <summary>Category of the stream that holds a panel's events.</summary>
    public const string StreamCategory = "panel";

    /// <summary>The stream that holds this panel's events.</summary>
    public StreamId Stream => new(StreamCategory, Review);

    /// <inheritdoc/>
    public override string ToString() => Review.ToString();
}
