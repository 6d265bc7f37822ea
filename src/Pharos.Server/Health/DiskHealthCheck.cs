using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pharos.Health;

namespace Pharos.Server.Health;

/// <summary>Unhealthy when the data folder's disk is full or cannot be written, degraded when it will be soon. Writes nothing; <see cref="DiskWatch"/> does, once a minute.</summary>
internal sealed class DiskHealthCheck(DiskWatch watch) : IHealthCheck
{
    /// <summary>Free bytes below which somebody should look.</summary>
    public const long LowBytes = 512L * 1024 * 1024;

    private const string Remedy = "Free space, give the disk more, or archive old events (\"pharos log archive\").";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var (look, outlook, urgency) = watch.Current;
        try
        {
            return Task.FromResult(Judge(watch.FreeBytes, look, outlook, urgency));
        }
        catch (IOException problem)
        {
            return Task.FromResult(HealthFinding.Result([new HealthFinding("disk.unreadable", problem.Message, null)], isFailure: true, ""));
        }
    }

    internal static HealthCheckResult Judge(long free, DiskLook? look, DiskOutlook? outlook, DiskUrgency urgency)
    {
        var findings = new List<HealthFinding>();
        if (free < DiskWatch.FullBytes)
        {
            findings.Add(new HealthFinding("disk.full", $"{free} bytes are free", Remedy));
        }
        else if (free < LowBytes)
        {
            findings.Add(new HealthFinding("disk.low", $"{free} bytes are free", Remedy));
        }

        if (look?.Problem is { } problem)
        {
            findings.Add(new HealthFinding("data.unwritable", $"the data folder cannot be written: {problem}", Remedies.Of("store.readonly")));
        }

        if (urgency != DiskUrgency.None)
        {
            var hours = outlook?.HoursToFull is { } known && double.IsFinite(known) ? known.ToString("0.#", CultureInfo.InvariantCulture) : "a few";
            findings.Add(new HealthFinding("disk.filling", $"the disk will be full in about {hours} h", Remedy));
        }

        return HealthFinding.Result(findings, findings.Exists(finding => finding.Code is "disk.full" or "data.unwritable"), $"{free} bytes are free");
    }
}
