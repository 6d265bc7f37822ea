namespace Pharos.Events.Evidence;

/// <summary>
/// Walks events one by one and recomputes every leaf and link: the plain reference beside the fast verifier of whole logs, and enough for a segment or a small log.
/// Holds one event at a time.
/// </summary>
public static class ChainVerifier
{
    /// <summary>Walks the whole log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="progress">Told the position every 10,000 events.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    public static Task<ChainReport> VerifyAsync(IEventLog log, IProgress<Position>? progress = null, CancellationToken cancellationToken = default) =>
        VerifyAsync(log.ReadAllAsync(Position.Start, cancellationToken), progress, cancellationToken);

    /// <summary>Walks events as they were read from wherever a log is kept.</summary>
    /// <param name="events">Every event from the first, in position order.</param>
    /// <param name="progress">Told the position every 10,000 events.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    public static Task<ChainReport> VerifyAsync(IAsyncEnumerable<EventRecord> events, IProgress<Position>? progress = null, CancellationToken cancellationToken = default) =>
        VerifyAsync(events, Position.Start, Digest.Genesis, progress, cancellationToken);

    /// <summary>Walks a part of a log, such as an archived segment.</summary>
    /// <param name="events">Every event of the part, in position order.</param>
    /// <param name="before">The position before the part.</param>
    /// <param name="previous">The chain's hash there.</param>
    /// <param name="progress">Told the position every 10,000 events.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    public static async Task<ChainReport> VerifyAsync(
        IAsyncEnumerable<EventRecord> events, Position before, Digest previous, IProgress<Position>? progress = null, CancellationToken cancellationToken = default)
    {
        var hash = previous;
        var head = before;
        await foreach (var record in events.WithCancellation(cancellationToken))
        {
            if (Check(record, head, hash) is { } broken)
            {
                return new ChainReport(head.Value - before.Value, head, hash, broken);
            }

            head = record.Position;
            hash = record.Hash;
            if (head.Value % 10_000 == 0)
            {
                progress?.Report(head);
            }
        }

        return new ChainReport(head.Value - before.Value, head, hash, null);
    }

    private static ChainBreak? Check(EventRecord record, Position head, Digest hash)
    {
        if (record.Position.Value > head.Value + 1)
        {
            return new ChainBreak(new Position(head.Value + 1), ChainBreakKind.EventMissing, $"Position {head.Value + 1} is missing; the next event stands at {record.Position}.");
        }

        if (record.Position.Value <= head.Value)
        {
            return new ChainBreak(new Position(head.Value + 1), ChainBreakKind.EventsReordered, $"Behind position {head} stands {record.Position}.");
        }

        if (HashChain.Leaf(record, HashChain.PayloadOf(record)) != record.Leaf || (record.Removed is not null && !record.Payload.IsEmpty))
        {
            return new ChainBreak(record.Position, ChainBreakKind.EventChanged, $"The event at {record.Position} is not the one that was appended.");
        }

        return HashChain.Link(hash, record.Leaf) != record.Hash
            ? new ChainBreak(record.Position, ChainBreakKind.LinkBroken, $"The event at {record.Position} does not follow the one before it: events were moved, replaced or rewritten.")
            : null;
    }
}
