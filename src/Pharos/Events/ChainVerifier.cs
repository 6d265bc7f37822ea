namespace Pharos.Events;

/// <summary>What is wrong with the first event that does not fit.</summary>
public enum ChainBreakKind
{
    /// <summary>The payload's bytes are not the ones that were appended.</summary>
    PayloadOrFieldChanged,

    /// <summary>The event does not continue the chain: something before it was changed, removed, added or moved.</summary>
    LinkBroken,

    /// <summary>A position is missing: an event was removed.</summary>
    PositionMissing,
}

/// <summary>The first break of a chain.</summary>
/// <param name="Position">Where the chain stops fitting.</param>
/// <param name="Kind">How.</param>
/// <param name="Message">In words.</param>
public sealed record ChainBreak(Position Position, ChainBreakKind Kind, string Message);

/// <summary>What a walk of the chain found.</summary>
/// <param name="Events">Events walked.</param>
/// <param name="Head">The last position that fits.</param>
/// <param name="Hash">The chain's hash there.</param>
/// <param name="Break">The first break; null when everything fits.</param>
public sealed record ChainReport(long Events, Position Head, Digest Hash, ChainBreak? Break);

/// <summary>Walks a log from its beginning and recomputes every leaf and link. Linear, and holds one event at a time.</summary>
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
    public static async Task<ChainReport> VerifyAsync(IAsyncEnumerable<EventRecord> events, IProgress<Position>? progress = null, CancellationToken cancellationToken = default)
    {
        var hash = Digest.Genesis;
        var head = Position.Start;
        await foreach (var record in events.WithCancellation(cancellationToken))
        {
            if (Check(record, head, hash) is { } broken)
            {
                return new ChainReport(head.Value, head, hash, broken);
            }

            head = record.Position;
            hash = record.Hash;
            if (head.Value % 10_000 == 0)
            {
                progress?.Report(head);
            }
        }

        return new ChainReport(head.Value, head, hash, null);
    }

    private static ChainBreak? Check(EventRecord record, Position head, Digest hash)
    {
        if (record.Position.Value != head.Value + 1)
        {
            return new ChainBreak(new Position(head.Value + 1), ChainBreakKind.PositionMissing, $"Position {head.Value + 1} is missing; the next event stands at {record.Position}.");
        }

        if (HashChain.Leaf(record, HashChain.PayloadOf(record)) != record.Leaf)
        {
            return new ChainBreak(record.Position, ChainBreakKind.PayloadOrFieldChanged, $"The event at {record.Position} ({record.Type}) is not the one that was appended.");
        }

        return HashChain.Link(hash, record.Leaf) != record.Hash
            ? new ChainBreak(record.Position, ChainBreakKind.LinkBroken, $"The event at {record.Position} does not follow the one before it: events were moved, replaced or rewritten.")
            : null;
    }
}
