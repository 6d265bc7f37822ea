using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pharos.Server.Policies;

namespace Pharos.Server.Health;

/// <summary>Degraded when the policies on disk were refused and older ones decide.</summary>
internal sealed class PolicyHealthCheck(PolicyStore policies) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        policies.Refusal is [] ? HealthCheckResult.Healthy($"version {policies.Active.Version}")
            : HealthCheckResult.Degraded($"version {policies.Active.Version} still decides; refused: {string.Join("; ", policies.Refusal.Take(5))}"));
}
