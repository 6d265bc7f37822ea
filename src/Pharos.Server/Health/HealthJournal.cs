using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Pharos.Server.Logging;

namespace Pharos.Server.Health;

/// <summary>Remembers since when each check is as it is and logs each change once. Told every few seconds by the framework, and whenever somebody asks.</summary>
internal sealed class HealthJournal(TimeProvider clock, ILogger<HealthJournal> logger) : IHealthCheckPublisher
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (HealthStatus Status, DateTimeOffset Since)> _known = new(StringComparer.Ordinal);

    /// <summary>Has the framework tell the journal.</summary>
    public static void Publish(IServiceCollection services, HealthJournal journal)
    {
        services.AddSingleton<IHealthCheckPublisher>(journal);
        services.Configure<HealthCheckPublisherOptions>(options => (options.Delay, options.Period) = (Every, Every));
    }

    /// <inheritdoc/>
    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        Note(report);
        return Task.CompletedTask;
    }

    /// <summary>Takes a report.</summary>
    /// <returns>Since when each check that is not healthy has its status.</returns>
    public IReadOnlyDictionary<string, DateTimeOffset> Note(HealthReport report)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            foreach (var (name, entry) in report.Entries)
            {
                var before = _known.GetValueOrDefault(name, (Status: HealthStatus.Healthy, Since: now));
                if (entry.Status != before.Status)
                {
                    _known[name] = (entry.Status, now);
                    Say(name, entry, now - before.Since);
                }
                else
                {
                    _known.TryAdd(name, before);
                }
            }

            return _known.Where(check => check.Value.Status != HealthStatus.Healthy).ToDictionary(check => check.Key, check => check.Value.Since, StringComparer.Ordinal);
        }
    }

    private void Say(string name, HealthReportEntry entry, TimeSpan lasted)
    {
        if (entry.Status == HealthStatus.Healthy)
        {
            logger.BecameWell(name, Math.Round(lasted.TotalSeconds));
        }
        else
        {
            logger.BecameUnwell(name, entry.Status == HealthStatus.Degraded ? "degraded" : "unhealthy", entry.Description ?? entry.Exception?.Message ?? "");
        }
    }
}
