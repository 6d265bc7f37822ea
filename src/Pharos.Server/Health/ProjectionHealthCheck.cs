using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pharos.Events.Projections;

namespace Pharos.Server.Health;

/// <summary>Degraded when a read model stands still or cannot keep its snapshot. No decision needs one.</summary>
/// <typeparam name="TState">The read model.</typeparam>
internal sealed class ProjectionHealthCheck<TState>(Projection<TState> projection) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var findings = new List<HealthFinding>();
        if (projection.Fault is { } fault)
        {
            findings.Add(new HealthFinding(
                "projection.stopped", $"{projection.Name} stopped at {fault.Position} ({fault.Type}): {fault.Message}", "An update of Pharos must learn to read this event; restart then."));
        }

        if (projection.SnapshotProblem is { } problem)
        {
            findings.Add(new HealthFinding("projection.snapshot", $"{projection.Name} has no snapshot to start from: {problem}", "Nothing is lost; the next start reads the log anew."));
        }

        return Task.FromResult(HealthFinding.Result(findings, isFailure: false, $"read up to {projection.Position}"));
    }
}
