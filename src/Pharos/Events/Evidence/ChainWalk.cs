namespace Pharos.Events.Evidence;

/// <summary>Hands out ranges to as many readers as the source bears, and keeps the first break of all of them.</summary>
internal sealed class ChainWalk(IChainSource source, AnchorSet anchors, VerifyOptions options, IProgress<long>? progress)
{
    private readonly Lock _merging = new();
    private readonly List<(long Range, long Last)> _anchored = [];
    private long _next;
    private long _stop = long.MaxValue;
    private long _walked;

    /// <summary>What was kept of every range.</summary>
    public EvidenceNotes Notes { get; } = new();

    /// <summary>Anchors that fit.</summary>
    public int Anchored { get; private set; }

    /// <summary>The last anchor that fits before the break; 0 when there is none.</summary>
    public long LastAnchored => _anchored.Where(range => range.Range <= _stop).Select(range => range.Last).DefaultIfEmpty().Max();

    /// <summary>The range that broke first; null when none did.</summary>
    public RangeCheck? Broken { get; private set; }

    /// <summary>Walks from a position to another.</summary>
    public Task RunAsync(long first, long last, Digest previous, CancellationToken cancellationToken)
    {
        var ranges = last < first ? 0 : ((last - first) / options.RangeSize) + 1;
        var readers = (int)Math.Min(ranges, Math.Clamp(options.Parallelism, 1, source.Readers));
        var walking = new List<Task>(readers);
        for (var i = 0; i < readers; i++)
        {
            walking.Add(Task.Run(() => ReadAsync(first, last, previous, ranges, cancellationToken), cancellationToken));
        }

        return Task.WhenAll(walking);
    }

    private async Task ReadAsync(long first, long last, Digest previous, long ranges, CancellationToken cancellationToken)
    {
        // What is read of a range that broke stays readable.
        using var check = new RangeCheck(anchors);
        while (true)
        {
            var range = Interlocked.Increment(ref _next) - 1;
            if (range >= ranges || range > Volatile.Read(ref _stop))
            {
                return;
            }

            var from = first + (range * options.RangeSize);
            var to = Math.Min(last, from + options.RangeSize - 1);
            try
            {
                // A row that is missing here breaks the range before this one, which is the earlier break.
                check.Begin(from, range == 0 ? previous : await source.HashAtAsync(new Position(from - 1), cancellationToken) ?? Digest.Genesis);
                await source.ReadAsync(new Position(from), new Position(to), check, cancellationToken);
                check.End(to);
            }
            catch (EventLogUnavailableException damaged) when (damaged.Code == "log.corrupt")
            {
                check.Fail(damaged.Message);
            }

            progress?.Report(Interlocked.Add(ref _walked, to - from + 1));
            Merge(range, check);
            if (check.Break is not null)
            {
                return;
            }
        }
    }

    private void Merge(long range, RangeCheck check)
    {
        lock (_merging)
        {
            Notes.Add(check.Notes);
            Anchored += check.Anchored;
            _anchored.Add((range, check.LastAnchored));
            if (check.Break is not null && range < _stop)
            {
                Volatile.Write(ref _stop, range);
                Broken = check;
            }
        }
    }
}
