using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Pharos.Server.Health;

/// <summary>Degraded when a read model stands still or cannot keep its snapshot. Decisions need neither.</summary>
internal sealed class ProjectionHealthCheck(HealthParts parts) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var statistics = parts.Statistics;
        var findings = new List<HealthFinding>();
        if (statistics.Fault is { } fault)
        {
            findings.Add(new HealthFinding(
                "projection.stopped", $"{statistics.Name} stopped at {fault.Position} ({fault.Type}): {fault.Message}", "An update of Pharos must learn to read this event; restart then."));
        }

        if (statistics.SnapshotProblem is { } problem)
        {
            findings.Add(new HealthFinding("projection.snapshot", $"{statistics.Name} has no snapshot to start from: {problem}", "Nothing is lost; the next start counts the log anew."));
        }

        return Task.FromResult(HealthFinding.Result(findings, isFailure: false, $"counted up to {statistics.Position}"));
    }
}
