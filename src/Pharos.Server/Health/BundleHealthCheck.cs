using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pharos.Policies;
using Pharos.Server.Policies;

namespace Pharos.Server.Health;

/// <summary>Degraded when a configured bundle was refused, or has not been found for a while, so that older policies decide than somebody thinks.</summary>
internal sealed class BundleHealthCheck(BundleStatuses statuses, TimeProvider clock) : IHealthCheck
{
    private static readonly TimeSpan LeastStale = TimeSpan.FromMinutes(5);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var all = statuses.All;
        return Task.FromResult(HealthFinding.Result([.. all.Select(Judge).OfType<HealthFinding>()], isFailure: false, all.Count == 0 ? "none is configured" : $"{all.Count} up to date"));
    }

    private HealthFinding? Judge(BundleStatus status)
    {
        if (status.Code is { } code)
        {
            return new HealthFinding(code, $"bundle \"{status.Name}\": {status.Message} (active: {status.ActiveRevision ?? "none"})", "GET /api/policies names every problem; it is looked for again by itself.");
        }

        var seen = status.LastSuccessfulRequest ?? status.LastRequest;
        var age = seen is null ? TimeSpan.Zero : clock.GetUtcNow() - seen.Value;
        var most = status.PollEvery * 3 > LeastStale ? status.PollEvery * 3 : LeastStale;
        return age > most ? new HealthFinding("bundle.stale", $"bundle \"{status.Name}\" was last found {age.TotalMinutes:0} minutes ago", "Look at what serves it, and at the server's log.") : null;
    }
}
