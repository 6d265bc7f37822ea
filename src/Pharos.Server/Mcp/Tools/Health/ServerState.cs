using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pharos.Agents;
using Pharos.Gate.Degradation;

namespace Pharos.Server.Mcp.Tools.Health;

/// <summary>How the server is, as agents may know it: whether it can decide, by which policies, how careful it is, and how much of theirs waits.</summary>
internal sealed class ServerState(HealthCheckService checks, ServerParts parts)
{
    private readonly DateTimeOffset _startedAt = parts.Clock.GetUtcNow();

    /// <summary>How long it runs.</summary>
    public TimeSpan Uptime => parts.Clock.GetUtcNow() - _startedAt;

    /// <summary>Version of the policies that decide.</summary>
    public string PolicyVersion => parts.Policies.Active.Version;

    /// <summary>How careful the gate is.</summary>
    public string Mode => DegradationStates.NameOf(parts.Degradation.Mode.Current.State);

    /// <summary>How many agents hold a token that is accepted.</summary>
    public int Agents
    {
        get
        {
            var now = parts.Clock.GetUtcNow();
            return parts.Tokens.All.Where(token => token.RevokedAt is null && token.Claims.ExpiresAt > now && token.Claims.Role == Role.Agent).Select(token => token.Claims.Subject).Distinct(StringComparer.Ordinal).Count();
        }
    }

    /// <summary>How many reviews are open: the caller's own, or all for who may read all.</summary>
    public int WaitingFor(ToolCall call) => parts.Reviews.Queue.Read((queue, _) => call.IsReader ? queue.OpenCount : queue.OpenOf(call.Caller.Subject));

    /// <summary>Runs the checks.</summary>
    public async ValueTask<HealthReport> CheckAsync(CancellationToken cancellationToken) => await checks.CheckHealthAsync(cancellationToken);

    /// <summary>The name of a state.</summary>
    public static string NameOf(HealthStatus status) => status switch { HealthStatus.Healthy => "healthy", HealthStatus.Degraded => "degraded", _ => "unhealthy" };
}
