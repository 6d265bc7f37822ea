using Pharos.Events;

namespace Pharos.Proposals;

/// <summary>Identity of a proposal: a UUIDv7, so that streams are created in time order.</summary>
public readonly record struct ProposalId(Guid Value)
{
    /// <summary>Category of the stream that holds a proposal's events.</summary>
    public const string StreamCategory = "proposal";

    /// <summary>The stream that holds this proposal's events.</summary>
    public StreamId Stream => new(StreamCategory, Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
