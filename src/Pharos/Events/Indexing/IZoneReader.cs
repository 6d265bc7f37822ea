namespace Pharos.Events.Indexing;

/// <summary>Reads the zones that may hold a span of time.</summary>
public interface IZoneReader
{
    /// <summary>Reads spans of keys, ascending and apart, that end at or above a target.</summary>
    /// <param name="target">A key.</param>
    /// <param name="most">Most spans wanted, from 1.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    ValueTask<ZoneSpans> ReadAsync(long target, int most, CancellationToken cancellationToken);
}

/// <summary>What was read of a zone map.</summary>
/// <param name="Spans">Spans of keys, ascending.</param>
/// <param name="IsLast">Whether no zone behind them qualifies.</param>
public sealed record ZoneSpans(IReadOnlyList<KeySpan> Spans, bool IsLast);
