using System.Buffers.Binary;

namespace Pharos.Events;

/// <summary>
/// Everything of an event's sealing that does not depend on its place, so that it is done on the thread of whoever appends and not on the one that all wait for.
/// </summary>
public sealed class SealingDraft
{
    private readonly EventRecord _record;
    private readonly byte[] _fields;
    private readonly int _versionAt;

    /// <param name="next">The event; it has passed <see cref="BatchRules"/>.</param>
    /// <param name="operation">The batch's operation, on the batch's first event only.</param>
    public SealingDraft(NewEvent next, OperationId? operation)
    {
        _record = EventSealing.Unplaced(next, operation);
        _fields = HashChain.Fields(_record, Digest.Of(next.Payload.Span));
        _versionAt = HashChain.VersionAt(next.Stream);
    }

    /// <summary>Gives the event its place, its leaf and its link: the same as <see cref="EventSealing"/> gives. For one thread at a time.</summary>
    /// <param name="position">Its position.</param>
    /// <param name="version">Its version in its stream.</param>
    /// <param name="previous">The chain's hash before it.</param>
    public EventRecord Seal(Position position, long version, Digest previous)
    {
        BinaryPrimitives.WriteInt64BigEndian(_fields.AsSpan(HashChain.PositionAt), position.Value);
        BinaryPrimitives.WriteInt64BigEndian(_fields.AsSpan(_versionAt), version);
        var leaf = Digest.Of(_fields);
        return _record with { Position = position, Version = version, Leaf = leaf, Hash = HashChain.Link(previous, leaf) };
    }
}
