using System.Diagnostics.Metrics;
using Pharos.Events;

namespace Pharos.Server.Events;

/// <summary>The figures of checkpoints: meter <c>Pharos.Checkpoints</c>.</summary>
internal static class CheckpointMetrics
{
    private static readonly Meter Meter = new("Pharos.Checkpoints");
    private static readonly Gauge<long> Last = Meter.CreateGauge<long>("pharos.log.checkpoint.position", null, "Position of the newest signed checkpoint of this node.");
    private static readonly Gauge<double> Age = Meter.CreateGauge<double>("pharos.log.checkpoint.age", "s", "Seconds since events wait for a checkpoint; 0 when none do.");

    public static void Signed(Position position) => Last.Record(position.Value);

    public static void Waiting(TimeSpan since) => Age.Record(since.TotalSeconds);
}
