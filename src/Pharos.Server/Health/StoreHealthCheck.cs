using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pharos.Events;

namespace Pharos.Server.Health;

/// <summary>What the engine says about itself: unhealthy when nothing can be appended, degraded when it is weaker than the log promises.</summary>
internal sealed class StoreHealthCheck(IEventStore store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var found = await store.InspectAsync(cancellationToken);
            return HealthFinding.Result(
                [.. found.OrderByDescending(finding => finding.IsFailure).Select(finding => new HealthFinding(finding.Code, finding.Message, Remedies.Of(finding.Code)))],
                found.Any(finding => finding.IsFailure),
                "nothing to say");
        }
        catch (EventLogUnavailableException unavailable)
        {
            return HealthFinding.Result([new HealthFinding(unavailable.Code, unavailable.Message, Remedies.Of(unavailable.Code))], isFailure: true, "");
        }
    }
}
