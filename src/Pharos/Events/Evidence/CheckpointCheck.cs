using System.Collections.Concurrent;

namespace Pharos.Events.Evidence;

/// <summary>Checks signatures, and what checkpoints say about the log they stand in.</summary>
internal sealed class CheckpointCheck(IChainSource source, KeyRing keys, ChainExtent extent)
{
    private readonly ConcurrentDictionary<Checkpoint, bool> _signed = new();
    private readonly SortedSet<string> _keyIds = new(StringComparer.Ordinal);

    /// <summary>Distinct checkpoints whose signature was checked.</summary>
    public int Checked => _signed.Count;

    /// <summary>The keys of those that fit.</summary>
    public IReadOnlyList<string> KeyIds => [.. _keyIds];

    /// <summary>Checks lines of files before the walk, so that only true ones are held against the log.</summary>
    /// <returns>The anchors that the true ones are, and what is wrong with the others.</returns>
    public async Task<(List<ChainAnchor> Anchors, List<ChainBreak> Breaks)> CheckKeptAsync(IReadOnlyList<KeptCheckpoint> kept, long first, CancellationToken cancellationToken)
    {
        var anchors = new List<ChainAnchor>();
        var breaks = new List<ChainBreak>();
        var before = new Position(1);
        var own = await source.TryHashAtAsync(new Position(1), cancellationToken);
        await SignaturesAsync(kept.Select(line => line.Checkpoint).OfType<Checkpoint>(), cancellationToken);
        foreach (var (checkpoint, origin) in kept)
        {
            if (checkpoint is null)
            {
                breaks.Add(new ChainBreak(before, ChainBreakKind.CheckpointForged, $"{origin} is not a checkpoint."));
                continue;
            }

            before = checkpoint.Position;
            if (checkpoint.Position.Value < first - 1)
            {
                continue;
            }

            if (Refuse(checkpoint, checkpoint.Position, origin) is { } refused)
            {
                breaks.Add(refused);
            }
            else if (own is not null && own != checkpoint.Log)
            {
                breaks.Add(new ChainBreak(new Position(1), ChainBreakKind.HistoryRewritten, $"{origin} is of a log that began with another event: this one was written anew."));
            }
            else
            {
                anchors.Add(new ChainAnchor(checkpoint.Position, checkpoint.Hash, $"The checkpoint of {origin}"));
            }
        }

        return (anchors, breaks);
    }

    /// <summary>Checks the checkpoints that are events of the log.</summary>
    public async Task<List<ChainBreak>> CheckEventsAsync(List<(long At, Checkpoint Checkpoint)> events, IReadOnlyList<ChainAnchor> compared, long last, CancellationToken cancellationToken)
    {
        var breaks = new List<ChainBreak>();
        var known = compared.Select(anchor => (anchor.Position, anchor.Hash)).ToHashSet();
        var walked = events.Where(one => one.At <= last).ToList();
        await SignaturesAsync(walked.Select(one => one.Checkpoint), cancellationToken);
        foreach (var (at, checkpoint) in walked)
        {
            if (Refuse(checkpoint, new Position(at), $"The event at {at}") is { } refused)
            {
                breaks.Add(refused);
            }
            else if (!known.Contains((checkpoint.Position, checkpoint.Hash)) && await source.TryHashAtAsync(checkpoint.Position, cancellationToken) != checkpoint.Hash)
            {
                breaks.Add(new ChainBreak(
                    checkpoint.Position, ChainBreakKind.HistoryRewritten, $"The checkpoint that stands as an event at {at} remembers another hash at {checkpoint.Position}: the log was written anew."));
            }
        }

        return breaks;
    }

    private async Task SignaturesAsync(IEnumerable<Checkpoint> checkpoints, CancellationToken cancellationToken)
    {
        var open = new List<(Checkpoint Checkpoint, CheckpointKey Key)>();
        foreach (var checkpoint in checkpoints.Distinct())
        {
            if (!_signed.ContainsKey(checkpoint) && await KeyOfAsync(checkpoint, cancellationToken) is { } key)
            {
                open.Add((checkpoint, key));
            }
        }

        Parallel.ForEach(open, new ParallelOptions { CancellationToken = cancellationToken }, one => _signed[one.Checkpoint] = one.Checkpoint.IsSignedBy(one.Key));
        _keyIds.UnionWith(open.Where(one => _signed[one.Checkpoint]).Select(one => one.Key.Id));
    }

    private async ValueTask<CheckpointKey?> KeyOfAsync(Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        try
        {
            return await keys.FindAsync(checkpoint, cancellationToken);
        }
        catch (EventLogUnavailableException damaged) when (damaged.Code == "log.corrupt")
        {
            // The row that names the key cannot be read; the walk says so, and this checkpoint's key is unknown.
            return null;
        }
    }

    private ChainBreak? Refuse(Checkpoint checkpoint, Position at, string origin)
    {
        if (_signed.TryGetValue(checkpoint, out var isSigned))
        {
            return isSigned ? null : new ChainBreak(at, ChainBreakKind.CheckpointForged, $"{origin} carries a signature that is not one over what it says about position {checkpoint.Position}.");
        }

        return checkpoint.PublishedAt > extent.Last
            ? new ChainBreak(
                new Position(extent.Last.Value + 1), ChainBreakKind.TailCut, $"{origin} says that its key stands at {checkpoint.PublishedAt}, but the log ends at {extent.Last}: its newest events are gone.")
            : new ChainBreak(at, ChainBreakKind.KeyUnknown, $"{origin} is signed with the key {checkpoint.KeyId}, which is not to be trusted: the log does not name it at {checkpoint.PublishedAt}, or another was asked for.");
    }
}
