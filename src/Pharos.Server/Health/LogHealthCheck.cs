using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pharos.Events;
using Pharos.Server.Events;

namespace Pharos.Server.Health;

/// <summary>Unhealthy when the last append failed or the log cannot be read: no decision leaves without a record.</summary>
internal sealed class LogHealthCheck(ObservedEventLog log) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (log.Failure is { } failure)
        {
            return HealthCheckResult.Unhealthy($"{failure.Code}: {failure.Message}");
        }

        try
        {
            return HealthCheckResult.Healthy($"head {await log.HeadAsync(cancellationToken)}");
        }
        catch (EventLogUnavailableException unavailable)
        {
            return HealthCheckResult.Unhealthy($"{unavailable.Code}: {unavailable.Message}");
        }
    }
}
