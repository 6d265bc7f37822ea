using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Server.Http;
using Pharos.Server.Policies;
using Pharos.Server.Security;

namespace Pharos.Server.Health;

/// <summary>Health for orchestrators (without details, because without a token) and for people.</summary>
internal sealed class HealthEndpoints(HealthCheckService checks, HealthJournal journal, PolicyStore policies, IEventLog log, AgentHosts agents, AgentHost serverAccount)
{
    public void Map(RouteMap routes)
    {
        routes.Map("GET", "/livez", static context => context.Response.WriteAsync("ok\n", context.RequestAborted));

        // The server listens only after everything is open, so being reached is being started.
        routes.Map("GET", "/startupz", static context => context.Response.WriteAsync("ok\n", context.RequestAborted));
        routes.Map("GET", "/readyz", ReadyAsync);
        routes.Map("GET", "/api/health", DetailAsync);
    }

    /// <summary>Whether decisions can be made and recorded.</summary>
    public async Task<bool> CanDecideAsync(HttpContext context) => (await CheckAsync(context)).Report.Status != HealthStatus.Unhealthy;

    private async Task ReadyAsync(HttpContext context)
    {
        var (report, _) = await CheckAsync(context);
        var isReady = report.Status != HealthStatus.Unhealthy;
        context.Response.StatusCode = isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        var failing = string.Join(' ', report.Entries.Where(entry => entry.Value.Status == HealthStatus.Unhealthy).Select(entry => entry.Key));
        await context.Response.WriteAsync(isReady ? "ok\n" : $"not ready: {failing}\n", context.RequestAborted);
    }

    private async Task DetailAsync(HttpContext context)
    {
        var (report, since) = await CheckAsync(context);
        await JsonBody.WriteAsync(
            context,
            new HealthContract(
                NameOf(report.Status),
                PharosServer.Version,
                policies.Active.Version,
                await HeadAsync(context.RequestAborted),
                agents.All.Count == 0 || agents.All.Values.Any(host => host.User == serverAccount.User),
                [.. report.Entries.Select(entry => Describe(entry.Key, entry.Value, since))]),
            ServerJson.Default.HealthContract);
    }

    private async Task<(HealthReport Report, IReadOnlyDictionary<string, DateTimeOffset> Since)> CheckAsync(HttpContext context)
    {
        var report = await checks.CheckHealthAsync(context.RequestAborted);
        return (report, journal.Note(report));
    }

    // A log that cannot be read must not keep health from saying so.
    private async ValueTask<long?> HeadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await log.HeadAsync(cancellationToken)).Value;
        }
        catch (EventLogUnavailableException)
        {
            return null;
        }
    }

    private static HealthCheckContract Describe(string name, HealthReportEntry entry, IReadOnlyDictionary<string, DateTimeOffset> since) =>
        new(name, NameOf(entry.Status), entry.Description, since.TryGetValue(name, out var at) ? at : null, HealthFinding.Of(entry));

    private static string NameOf(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };
}
