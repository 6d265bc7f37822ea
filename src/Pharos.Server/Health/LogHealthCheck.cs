using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pharos.Events;
using Pharos.Server.Events;

namespace Pharos.Server.Health;

/// <summary>Unhealthy when the last append failed or the log cannot be read: no decision leaves without a record. Writes nothing; <see cref="LogProbe"/> finds out when it works again.</summary>
internal sealed class LogHealthCheck(ObservedEventLog log) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (log.Failure is { } failure)
        {
            return Unhealthy(failure);
        }

        try
        {
            return HealthCheckResult.Healthy($"head {await log.HeadAsync(cancellationToken)}");
        }
        catch (EventLogUnavailableException unavailable)
        {
            return Unhealthy(unavailable);
        }
    }

    private static HealthCheckResult Unhealthy(EventLogUnavailableException failure) =>
        HealthFinding.Result([new HealthFinding(failure.Code, failure.Message, Remedies.Of(failure.Code))], isFailure: true, "");
}
