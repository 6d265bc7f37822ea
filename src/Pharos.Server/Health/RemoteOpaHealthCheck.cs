using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pharos.Integrations.Opa;

namespace Pharos.Server.Health;

/// <summary>Degraded while the remote OPA is away: decisions go on by the embedded policies, and each says so.</summary>
internal sealed class RemoteOpaHealthCheck(RemoteOpa opa) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await opa.ProbeAsync(cancellationToken);
        return HealthFinding.Result(
            opa.Failure is not { } failure ? []
                : [new HealthFinding(
                    "policy.engine-away",
                    $"{opa.Address} gives no usable answers since {failure.Since:u}: {failure.Problem} The embedded policies decide.",
                    "Start the engine, or correct policies.opa.url and policies.opa.token; it is tried again by itself.")],
            isFailure: false,
            $"{opa.Address} answers");
    }
}
