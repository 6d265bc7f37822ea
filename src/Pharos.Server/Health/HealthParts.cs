using Microsoft.Extensions.Logging;
using Pharos.Events.Projections;
using Pharos.Server.Configuration;
using Pharos.Server.Events;
using Pharos.Server.Logging;
using Pharos.Storage.Snapshots;

namespace Pharos.Server.Health;

/// <summary>What a server knows about itself.</summary>
internal sealed class HealthParts
{
    // Besides its payload an event has columns, keys and its places in the query index: about this much on both engines.
    private const double BytesPerRow = 600;

    private readonly ILogger<HealthParts> _logger;

    public HealthParts(DataFolder data, ObservedEventLog log, TimeProvider clock, ILoggerFactory loggers)
    {
        _logger = loggers.CreateLogger<HealthParts>();
        Statistics = new Projection<LogStatistics>(log, new LogStatisticsFold(), new SnapshotFiles(Path.Combine(data.Root, "snapshots")), clock);
        Disk = new DiskWatch(data, () => Statistics.Read((state, _) => GrowthOf(state, clock)), clock, loggers.CreateLogger<DiskWatch>());
        Probe = new LogProbe(log, clock, loggers.CreateLogger<LogProbe>());
        Journal = new HealthJournal(clock, loggers.CreateLogger<HealthJournal>());
    }

    /// <summary>What the log is made of.</summary>
    public Projection<LogStatistics> Statistics { get; }

    /// <summary>The data folder's disk.</summary>
    public DiskWatch Disk { get; }

    /// <summary>Finds out when a failed log works again.</summary>
    public LogProbe Probe { get; }

    /// <summary>Since when each check is as it is.</summary>
    public HealthJournal Journal { get; }

    /// <summary>Counts the log until it is told to stop, and says when it had to stop by itself.</summary>
    public async Task FollowStatisticsAsync(CancellationToken stopping)
    {
        await Statistics.RunAsync(stopping);
        if (Statistics.Fault is { } fault)
        {
            _logger.ProjectionStopped(Statistics.Name, fault.Position.Value, fault.Type, fault.Message);
        }
    }

    private static double? GrowthOf(LogStatistics state, TimeProvider clock) =>
        state.PayloadBytesPerHour(clock.GetUtcNow()) is { } payload && state.PayloadBytes > 0 ? payload * (1 + (BytesPerRow * state.Events / state.PayloadBytes)) : null;
}
