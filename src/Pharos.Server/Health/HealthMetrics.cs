using System.Diagnostics.Metrics;
using Pharos.Health;

namespace Pharos.Server.Health;

/// <summary>The disk's figures: meter <c>Pharos.Health</c>.</summary>
internal static class HealthMetrics
{
    private static readonly Meter Meter = new("Pharos.Health");
    private static readonly Gauge<double> Hours = Meter.CreateGauge<double>(
        "pharos.disk.full.hours", null, "Hours until the data folder's disk is full; infinite when it does not fill, absent until it was watched for ten minutes.");

    private static readonly Gauge<long> Free = Meter.CreateGauge<long>("pharos.disk.free", "By", "Bytes free on the data folder's disk.");
    private static readonly Gauge<long> Log = Meter.CreateGauge<long>("pharos.log.size", "By", "Size of the log's database.");
    private static readonly Gauge<long> WriteAhead = Meter.CreateGauge<long>("pharos.log.wal", "By", "Size of the log's write-ahead file.");

    public static void Seen(DiskLook look, DiskOutlook? outlook)
    {
        Free.Record(look.FreeBytes);
        if (look.LogBytes is { } log)
        {
            Log.Record(log);
        }

        if (look.WriteAheadBytes is { } writeAhead)
        {
            WriteAhead.Record(writeAhead);
        }

        if (outlook?.HoursToFull is { } hours)
        {
            Hours.Record(hours);
        }
    }
}
