using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pharos.Server.Policies;

namespace Pharos.Server.Health;

/// <summary>Degraded when the policies on disk were refused and older ones decide.</summary>
internal sealed class PolicyHealthCheck(PolicyStore policies) : IHealthCheck
{
    private const int Shown = 5;
    private const string Remedy = "Correct the policies (\"pharos policy check\" names every mistake); they are read again by themselves.";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(HealthFinding.Result(
        policies.Refusal is [] ? []
            : [new HealthFinding("policy.refused", $"version {policies.Active.Version} still decides; refused: {string.Join("; ", policies.Refusal.Take(Shown))}", Remedy)],
        isFailure: false,
        policies.Pinned is { } pinned ? $"version {pinned}, rolled back to and kept until it is released" : $"version {policies.Active.Version}"));
}
