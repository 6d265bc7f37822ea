using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pharos.Server.Events;

namespace Pharos.Server.Health;

/// <summary>Degraded when events wait long for a checkpoint, or a copy of the checkpoints cannot be written.</summary>
internal sealed class CheckpointHealthCheck(CheckpointService checkpoints) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(HealthFinding.Result(
        [.. checkpoints.Findings().Select(finding => new HealthFinding(finding.Code, finding.Message, Remedies.Of(finding.Code)))], isFailure: false, "signed"));
}
