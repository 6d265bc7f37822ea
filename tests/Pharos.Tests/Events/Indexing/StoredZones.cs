using Pharos.Events.Indexing;

namespace Pharos.Tests.Events.Indexing;

/// <summary>A zone map, read as an engine reads it.</summary>
internal sealed class StoredZones(IReadOnlyList<Zone> zones, long from, long to, ReadingOrder order) : IZoneReader
{
    public ValueTask<ZoneSpans> ReadAsync(long target, int most, CancellationToken cancellationToken)
    {
        var position = order.PositionOf(target);
        var matching = zones.Where(zone => zone.MayHold(from, to));
        var found = order.IsDescending
            ? matching.Where(zone => zone.First <= position).Reverse().Take(most).ToList()
            : matching.Where(zone => zone.Last >= position).Take(most).ToList();
        return new ValueTask<ZoneSpans>(new ZoneSpans([.. found.Select(zone => order.SpanOf(zone.First, zone.Last))], found.Count < most));
    }
}
