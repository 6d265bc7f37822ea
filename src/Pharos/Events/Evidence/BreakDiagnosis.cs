namespace Pharos.Events.Evidence;

/// <summary>Looks closely at the place where a range stopped fitting, and says what was done there.</summary>
internal sealed class BreakDiagnosis(IChainSource source, ChainExtent extent)
{
    // How far around a break rows are looked for that stood here.
    private const int Nearby = 64;

    private readonly RowLeaf _leaf = new();
    private readonly byte[] _computed = new byte[Digest.Size];

    /// <summary>Names a break.</summary>
    /// <param name="position">Where the range stopped.</param>
    /// <param name="found">How.</param>
    /// <param name="previous">The stored hash before it.</param>
    /// <param name="lastAnchored">The last position whose hash something outside remembers too; 0 for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ChainBreak> NameAsync(long position, RangeBreak found, Digest previous, long lastAnchored, CancellationToken cancellationToken)
    {
        switch (found)
        {
            case RangeBreak.Unreadable unreadable:
                return Of(position, ChainBreakKind.RowUnreadable, $"The row at {position} cannot be read as an event: {unreadable.Why}");
            case RangeBreak.Rewritten rewritten:
                var since = lastAnchored > 0 ? $"somewhere behind {lastAnchored}, which still fits" : "from there or before";
                return Of(position, ChainBreakKind.HistoryRewritten, $"{rewritten.Origin} remembers another hash at {position}: the log was written anew {since}.");
            case RangeBreak.OutOfOrder order:
                return Of(position, ChainBreakKind.EventsReordered, $"Where {position} should follow stands {order.Found}.");
            case RangeBreak.Changed { Detail: { } detail }:
                return Of(position, ChainBreakKind.EventChanged, $"The event at {position} is not the one that was appended: {detail}.");
        }

        var rows = await NearbyAsync(position, cancellationToken);
        return found switch
        {
            RangeBreak.Missing missing => Missing(position, missing.Next, rows.Concat(await FarAsync(position, cancellationToken))),
            RangeBreak.Changed => Changed(position, previous, rows),
            _ => Unlinked(position, previous, rows),
        };
    }

    private static ChainBreak Of(long position, ChainBreakKind kind, string message) => new(new Position(position), kind, message);

    private ChainBreak Missing(long position, long? next, IEnumerable<RowCopy> rows)
    {
        foreach (var row in rows)
        {
            row.Compute(_leaf, position, _computed);
            if (row.Leaf.AsSpan().SequenceEqual(_computed))
            {
                return Of(position, ChainBreakKind.EventsReordered, $"The event that was appended at {position} stands at {row.Position} now.");
            }
        }

        return Of(
            position,
            ChainBreakKind.EventMissing,
            next is null ? $"There is no event at {position}." : next == position + 1 ? $"The event at {position} is gone." : $"The events from {position} to {next - 1} are gone.");
    }

    private ChainBreak Changed(long position, Digest previous, List<RowCopy> rows)
    {
        var row = rows.Find(row => row.Position == position);
        if (row is null)
        {
            return Of(position, ChainBreakKind.EventChanged, $"The event at {position} changes while it is read.");
        }

        row.Compute(_leaf, position, _computed);
        if (row.Hash.AsSpan().SequenceEqual(HashChain.Link(previous, new Digest(_computed)).ToArray()))
        {
            return Of(position, ChainBreakKind.EventChanged, $"The event at {position} is whole, but its stored leaf was changed{InWords(BitSearch.Difference("leaf", row.Leaf, _computed))}.");
        }

        foreach (var other in rows.Where(other => other != row))
        {
            row.Compute(_leaf, other.Position, _computed);
            if (row.Leaf.AsSpan().SequenceEqual(_computed) || other.Leaf.AsSpan().SequenceEqual(_computed))
            {
                return Of(position, ChainBreakKind.EventsReordered, $"The event that stands at {position} was appended at {other.Position}.");
            }
        }

        var bit = new BitSearch(row, extent.Categories).Find();
        return Of(
            position,
            ChainBreakKind.EventChanged,
            bit is null ? $"The event at {position} is not the one that was appended: a field or its payload was changed." : $"One bit of the event at {position} is flipped: {bit}.");
    }

    private static ChainBreak Unlinked(long position, Digest previous, List<RowCopy> rows)
    {
        var row = rows.Find(row => row.Position == position);
        var next = rows.Find(row => row.Position == position + 1);
        if (row is { Leaf.Length: Digest.Size })
        {
            var computed = HashChain.Link(previous, new Digest(row.Leaf));
            var bit = BitSearch.Difference("hash", row.Hash, computed.ToArray());
            if (bit is not null || (next is { Leaf.Length: Digest.Size } && HashChain.Link(computed, new Digest(next.Leaf)).ToArray().AsSpan().SequenceEqual(next.Hash)))
            {
                return Of(position, ChainBreakKind.EventChanged, $"The event at {position} is whole, but its stored hash was changed{InWords(bit)}.");
            }
        }

        return Of(position, ChainBreakKind.LinkBroken, $"The event at {position} does not follow the one before it: events before it were replaced, or it was.");
    }

    private static string InWords(string? bit) => bit is null ? "" : $": {bit} is flipped";

    private Task<List<RowCopy>> NearbyAsync(long position, CancellationToken cancellationToken) =>
        RowsAsync(Math.Max(1, position - Nearby), Math.Min(extent.Last.Value, position + Nearby), cancellationToken);

    // A flipped bit of the position itself moves a row far away.
    private async Task<List<RowCopy>> FarAsync(long position, CancellationToken cancellationToken)
    {
        var found = new List<RowCopy>();
        for (var bit = 0; bit < 63; bit++)
        {
            var other = position ^ (1L << bit);
            if (other > 0 && other <= extent.Last.Value && Math.Abs(other - position) > Nearby)
            {
                found.AddRange(await RowsAsync(other, other, cancellationToken));
            }
        }

        return found;
    }

    private async Task<List<RowCopy>> RowsAsync(long first, long last, CancellationToken cancellationToken)
    {
        var kept = new Kept();
        try
        {
            await source.ReadAsync(new Position(first), new Position(last), kept, cancellationToken);
        }
        catch (EventLogUnavailableException damaged) when (damaged.Code == "log.corrupt")
        {
            // What lies around the break is damaged too; the rows before that are enough to say what they say.
            return kept.Rows;
        }

        return kept.Rows;
    }

    private sealed class Kept : IChainSink
    {
        public List<RowCopy> Rows { get; } = [];

        public bool Take(in ChainRow row)
        {
            var copy = new RowCopy(row);
            if (copy.IsReadable)
            {
                Rows.Add(copy);
            }

            return true;
        }
    }
}
