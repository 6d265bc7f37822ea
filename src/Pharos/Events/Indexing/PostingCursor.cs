namespace Pharos.Events.Indexing;

/// <summary>Walks one posting list, reading more of it at once while nothing of it is skipped.</summary>
public sealed class PostingCursor(IPostingReader reader, WorkBudget budget) : IPositionCursor
{
    private const int FewestRuns = 2;
    private const int MostRuns = 16;

    private PostingRuns _read = new([], IsLast: false);
    private int _run;
    private int _at;
    private int _used;
    private int _most = FewestRuns;

    /// <inheritdoc/>
    public bool TrySeek(long target, out long? found)
    {
        for (; _run < _read.Runs.Count; _run++, _at = 0)
        {
            var keys = _read.Runs[_run];
            if (keys[^1] < target)
            {
                continue;
            }

            _used = _run + 1;
            _at = Gallop(keys, _at, target);
            found = keys[_at];
            return true;
        }

        found = null;
        return _read.IsLast;
    }

    /// <inheritdoc/>
    public async ValueTask<long?> SeekAsync(long target, CancellationToken cancellationToken)
    {
        if (TrySeek(target, out var found))
        {
            return found;
        }

        // Whoever used every run will use the next ones too; whoever jumped wants little from the next place.
        _most = _used == _read.Runs.Count && _used > 0 ? Math.Min(_most * 2, MostRuns) : FewestRuns;
        _read = await reader.ReadAsync(target, _most, cancellationToken);
        _run = _at = _used = 0;
        budget.Spend(WorkBudget.CostOfARun * Math.Max(1, _read.Runs.Count));
        if (TrySeek(target, out found))
        {
            return found;
        }

        // Reading again would give the same again.
        throw new IndexDamagedException("A posting list has blocks that overlap.");
    }

    // The next key is mostly near, so the steps double from where the walk stands.
    private static int Gallop(long[] keys, int at, long target)
    {
        var low = at;
        var step = 1;
        while (low + step < keys.Length && keys[low + step] < target)
        {
            low += step;
            step *= 2;
        }

        var high = Math.Min(low + step, keys.Length - 1);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (keys[middle] < target)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
