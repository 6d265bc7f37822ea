using Pharos.Events.Indexing;

namespace Pharos.Storage.Indexing;

/// <summary>The zones that may hold a span of time.</summary>
internal sealed class TimeZones(IIndexSnapshot index, long fromAt, long toAt, ReadingOrder order) : IZoneReader
{
    public async ValueTask<ZoneSpans> ReadAsync(long target, int most, CancellationToken cancellationToken)
    {
        var zones = await index.ZonesAsync(fromAt, toAt, order.PositionOf(target), order, most, cancellationToken);
        return new ZoneSpans([.. zones.Select(zone => order.SpanOf(zone.First, zone.Last))], zones.Count < most);
    }
}
