using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pharos.Gate.Breakers;
using Pharos.Gate.Degradation;
using Pharos.Server.Health;

namespace Pharos.Server.Degradation;

/// <summary>Degraded while the gate is not normal, or a breaker is not closed.</summary>
internal sealed class DegradationHealthCheck(DegradationParts parts) : IHealthCheck
{
    private const string InEmergency = "Find what the reason names and correct it; then \"pharos degradation recover --reason …\", and \"pharos degradation leave --reason …\" once that was seen to hold.";
    private const string InRecovery = "Once decisions were seen to be right: \"pharos degradation leave --reason …\".";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var status = parts.Mode.Current;
        var findings = new List<HealthFinding>();
        if (!status.IsNormal)
        {
            var name = DegradationStates.NameOf(status.State);
            findings.Add(new HealthFinding(
                $"degradation.{name}",
                string.Create(CultureInfo.InvariantCulture, $"{name} since {status.Since:u} by {status.By}: {status.Reason}{(status.IsRecorded ? "" : " (not in the log yet)")}"),
                status.State == DegradationState.Emergency ? InEmergency : InRecovery));
        }

        findings.AddRange(parts.Breakers.Where(breaker => breaker.State is BreakerStatus.Open or BreakerStatus.HalfOpen).Select(breaker => new HealthFinding(
            "breaker.open",
            string.Create(CultureInfo.InvariantCulture, $"{breaker.Name} is left alone since {breaker.Since:u} after {breaker.Failures} failures"),
            "It is tried again by itself; the server's log and the decisions' evidence say what failed.")));
        return Task.FromResult(HealthFinding.Result(findings, isFailure: false, "normal"));
    }
}
