using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Pharos.Server.Health;

/// <summary>Degraded when a piece of the server's standing work has thrown lately: it begins again by itself, but somebody should know why it ended.</summary>
internal sealed class WorkHealthCheck(BackgroundWork work) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(HealthFinding.Result(
        [.. work.Failing.Select(failure => new HealthFinding("work.failing", $"{failure.Key}: {failure.Value}", "It begins again by itself; the server's log has the whole error."))],
        isFailure: false,
        "all of it runs"));
}
