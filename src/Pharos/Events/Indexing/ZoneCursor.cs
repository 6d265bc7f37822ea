namespace Pharos.Events.Indexing;

/// <summary>Walks every key of the zones that may hold a span of time.</summary>
public sealed class ZoneCursor(IZoneReader reader, WorkBudget budget) : IPositionCursor
{
    private const int AtOnce = 64;

    private ZoneSpans _read = new([], IsLast: false);
    private int _at;

    /// <inheritdoc/>
    public bool TrySeek(long target, out long? found)
    {
        for (; _at < _read.Spans.Count; _at++)
        {
            var span = _read.Spans[_at];
            if (span.High >= target)
            {
                found = Math.Max(span.Low, target);
                return true;
            }
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

        _read = await reader.ReadAsync(target, AtOnce, cancellationToken);
        _at = 0;
        budget.Spend(WorkBudget.CostOfARun);
        return TrySeek(target, out found) ? found : throw new IndexDamagedException("The zone map has zones that overlap.");
    }
}
