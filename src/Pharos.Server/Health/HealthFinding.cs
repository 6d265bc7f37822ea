using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Pharos.Server.Health;

/// <summary>One thing that is wrong.</summary>
/// <param name="Code">A stable code.</param>
/// <param name="Message">What it is.</param>
/// <param name="Remedy">What to do; null when the message says it, or when nothing can be done.</param>
internal sealed record HealthFinding(string Code, string Message, string? Remedy)
{
    // How a check hands its findings through the framework's result.
    private const string Key = "findings";

    /// <summary>A result that says these things; healthy when there are none.</summary>
    /// <param name="findings">What is wrong.</param>
    /// <param name="isFailure">Whether the part cannot do its work.</param>
    /// <param name="well">The description while nothing is wrong.</param>
    public static HealthCheckResult Result(IReadOnlyList<HealthFinding> findings, bool isFailure, string well) => findings.Count == 0
        ? HealthCheckResult.Healthy(well)
        : new HealthCheckResult(
            isFailure ? HealthStatus.Unhealthy : HealthStatus.Degraded,
            string.Join("; ", findings.Select(finding => $"{finding.Code}: {finding.Message}")),
            data: new Dictionary<string, object> { [Key] = findings });

    /// <summary>What a check found; a check that threw gives its own failure.</summary>
    public static IReadOnlyList<HealthFinding> Of(HealthReportEntry entry) =>
        entry.Data.TryGetValue(Key, out var found) && found is IReadOnlyList<HealthFinding> findings ? findings
            : entry.Exception is { } problem ? [new HealthFinding("health.check-failed", problem.Message, null)]
            : [];
}
