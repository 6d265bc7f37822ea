using System.Diagnostics.Metrics;

namespace Pharos.Events.Projections;

/// <summary>The figures of read models: meter <c>Pharos.Projections</c>.</summary>
internal static class ProjectionMetrics
{
    private static readonly Meter Meter = new("Pharos.Projections");
    private static readonly Counter<long> Stops = Meter.CreateCounter<long>("pharos.projection.stops", "{stop}", "Read models that met an event they cannot fold, by name.");

    public static void Stopped(string name) => Stops.Add(1, new KeyValuePair<string, object?>("projection", name));
}
