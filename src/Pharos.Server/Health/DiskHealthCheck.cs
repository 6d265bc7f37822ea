using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pharos.Server.Configuration;

namespace Pharos.Server.Health;

/// <summary>Unhealthy when the data folder's disk is full or cannot be written, degraded when it will be soon.</summary>
internal sealed class DiskHealthCheck(DataFolder data) : IHealthCheck
{
    /// <summary>Free bytes below which the disk counts as full.</summary>
    public const long FullBytes = 16L * 1024 * 1024;

    /// <summary>Free bytes below which somebody should look.</summary>
    public const long LowBytes = 512L * 1024 * 1024;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var probe = Path.Combine(data.Root, ".health");
            await File.WriteAllTextAsync(probe, "written by the health check\n", cancellationToken);
            File.Delete(probe);
            var free = new DriveInfo(data.Root).AvailableFreeSpace;
            return free < FullBytes ? HealthCheckResult.Unhealthy($"{free} bytes are free")
                : free < LowBytes ? HealthCheckResult.Degraded($"{free} bytes are free")
                : HealthCheckResult.Healthy($"{free} bytes are free");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return HealthCheckResult.Unhealthy($"the data folder cannot be written: {problem.Message}");
        }
    }
}
