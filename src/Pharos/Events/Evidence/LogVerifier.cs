namespace Pharos.Events.Evidence;

/// <summary>
/// Verifies a whole log against itself and against what was kept outside: ranges side by side (the link at a position needs only the stored hash before it), then signatures,
/// removals and blobs. Names the first break. Writes nothing.
/// </summary>
/// <param name="source">Where the rows are.</param>
/// <param name="options">What they are held against.</param>
public sealed class LogVerifier(IChainSource source, VerifyOptions options)
{
    private readonly List<ChainBreak> _breaks = [];

    /// <summary>Walks the log. To be called once.</summary>
    /// <param name="progress">Told the number of events walked, from several threads.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <exception cref="EventLogUnavailableException">The store cannot be opened or read at all.</exception>
    public async Task<VerifyReport> VerifyAsync(IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        var extent = await source.ExtentAsync(cancellationToken);
        var last = extent.Last.Value;
        var from = Math.Max(1, options.From.Value);
        var signatures = new CheckpointCheck(source, new KeyRing(source, options.Key), extent);
        var (signed, problems) = await signatures.CheckKeptAsync(options.Checkpoints, from, cancellationToken);
        _breaks.AddRange(problems);
        var anchors = new AnchorSet(options.Heads.Concat(signed));
        var start = from == 1 ? null : anchors.Before(from) ?? await StoredAsync(from - 1, cancellationToken);
        var first = start is { } anchor ? anchor.Position.Value + 1 : from;
        await CheckStartAsync(extent, start, cancellationToken);

        var walk = new ChainWalk(source, anchors, options, progress);
        await walk.RunAsync(first, last, start?.Hash ?? Digest.Genesis, cancellationToken);
        if (walk.Broken is { Break: { } found } range)
        {
            // In front of what is wrong with checkpoints: at one position the chain's own break says more.
            _breaks.Insert(0, await new BreakDiagnosis(source, extent).NameAsync(range.Expected, found, range.Previous, walk.LastAnchored, cancellationToken));
        }

        _breaks.AddRange(await signatures.CheckEventsAsync(walk.Notes.Checkpoints, signed, walk.Broken?.Expected ?? last, cancellationToken));
        CheckTail(extent, anchors);
        await CheckRemovalsAsync(walk, last, cancellationToken);
        var blobs = await CheckBlobsAsync(cancellationToken);
        return await ReportAsync(first, last, start, walk, signatures, blobs, cancellationToken);
    }

    private async ValueTask<ChainAnchor?> StoredAsync(long position, CancellationToken cancellationToken) =>
        await source.TryHashAtAsync(new Position(position), cancellationToken) is { } hash ? new ChainAnchor(new Position(position), hash, "The stored hash") : null;

    // What the walk begins from is not walked itself, so it is compared here.
    private async Task CheckStartAsync(ChainExtent extent, ChainAnchor? start, CancellationToken cancellationToken)
    {
        if (extent.First.Value < 1 && extent.First != extent.Last)
        {
            _breaks.Add(new ChainBreak(extent.First, ChainBreakKind.RowUnreadable, $"A row stands at {extent.First}; the first event of a log stands at 1."));
        }

        if (start is { } anchor && anchor.Position <= extent.Last && await source.TryHashAtAsync(anchor.Position, cancellationToken) is { } stored && stored != anchor.Hash)
        {
            _breaks.Add(new ChainBreak(anchor.Position, ChainBreakKind.HistoryRewritten, $"{anchor.Origin} remembers another hash at {anchor.Position}: the log was written anew there or before."));
        }
    }

    private void CheckTail(ChainExtent extent, AnchorSet anchors)
    {
        if (anchors.Count > 0 && anchors[anchors.Count - 1] is var beyond && beyond.Position > extent.Last)
        {
            _breaks.Add(new ChainBreak(
                new Position(extent.Last.Value + 1), ChainBreakKind.TailCut, $"{beyond.Origin} remembers position {beyond.Position}, but the log ends at {extent.Last}: its newest events are gone."));
        }
    }

    private async Task CheckRemovalsAsync(ChainWalk walk, long last, CancellationToken cancellationToken)
    {
        if (walk.Notes.FirstUnrecorded() is null)
        {
            return;
        }

        // The event that records a removal stands behind it: perhaps behind a break, or behind the end when it was made during the walk. Where events are gone it may be one of them.
        await new RecordSearch(walk.Notes).RunAsync(source, walk.Broken?.Expected ?? (last + 1), cancellationToken);
        if (walk.Notes.FirstUnrecorded() is { } gone && !_breaks.Exists(broken => broken.Kind is ChainBreakKind.TailCut or ChainBreakKind.EventMissing))
        {
            var what = gone.Kind == PayloadRemoval.Erased ? "erased" : "archived";
            _breaks.Add(new ChainBreak(
                new Position(gone.Position), ChainBreakKind.ErasedWithoutRecord, $"The payload of the event at {gone.Position} is marked as {what}, but no event log.{what} names it."));
        }
    }

    private async Task<long> CheckBlobsAsync(CancellationToken cancellationToken)
    {
        long compared = 0;
        if (options.Blobs is not { } blobs)
        {
            return compared;
        }

        await foreach (var (digest, named) in blobs.ReferencedAsync(cancellationToken))
        {
            if (named < options.From)
            {
                continue;
            }

            compared++;
            try
            {
                if (await blobs.GetAsync(digest, cancellationToken) is null)
                {
                    _breaks.Add(new ChainBreak(named, ChainBreakKind.BlobMissing, $"The event at {named} names the blob {digest}, which is gone."));
                }
            }
            catch (EventLogUnavailableException damaged) when (damaged.Code == "blob.corrupt")
            {
                _breaks.Add(new ChainBreak(named, ChainBreakKind.BlobChanged, $"The blob {digest}, which the event at {named} names, is not the one that was stored."));
            }
        }

        return compared;
    }

    private async Task<VerifyReport> ReportAsync(
        long first, long last, ChainAnchor? start, ChainWalk walk, CheckpointCheck signatures, long blobs, CancellationToken cancellationToken)
    {
        var broken = _breaks.OrderBy(found => found.Position.Value).FirstOrDefault();
        var fits = broken?.Kind == ChainBreakKind.HistoryRewritten ? Math.Min(walk.LastAnchored, broken.Position.Value - 1) : (broken?.Position.Value ?? long.MaxValue) - 1;
        var head = Math.Min(Math.Max(first - 1, Math.Min(last, fits)), Math.Max(0, (broken?.Position.Value ?? long.MaxValue) - 1));
        return new VerifyReport
        {
            First = new Position(first),
            Events = Math.Max(0, head - first + 1),
            Head = new Position(head),
            Hash = head == 0 ? Digest.Genesis : await source.TryHashAtAsync(new Position(head), cancellationToken),
            AnchoredOn = start is { } anchor ? $"{anchor.Origin} at {anchor.Position}" : first == 1 ? "the beginning" : "nothing, because no hash stands before it",
            Anchors = walk.Anchored,
            Checkpoints = signatures.Checked,
            Keys = signatures.KeyIds,
            Erased = Count(walk, PayloadRemoval.Erased),
            Archived = Count(walk, PayloadRemoval.Archived),
            Blobs = blobs,
            Break = broken,
        };
    }

    private static long Count(ChainWalk walk, PayloadRemoval kind) => walk.Notes.Removed.Where(run => run.Kind == kind).Sum(run => run.Last - run.First + 1);
}
