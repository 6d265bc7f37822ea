using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pharos.Events.Projections;
using Pharos.Review.Experts;
using Pharos.Review.Tasks;

namespace Pharos.Server.Health;

/// <summary>Degraded when tasks wait that nobody can take: whoever asked would wait until their time has run out.</summary>
internal sealed class ExpertHealthCheck(Projection<ExpertRoster> roster, Projection<TaskBoard> board, TimeProvider clock) : IHealthCheck
{
    /// <summary>How long a task may wait for an expert before it is a fault.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var now = clock.GetUtcNow();
        var (stuck, open) = board.Read((state, _) => (state.Open.Where(item => item.Unplaced is not null && now - item.RequestedAt >= Patience).ToList(), state.OpenCount));
        var (all, there) = roster.Read((state, _) => (state.Count, state.All.Count(expert => !expert.IsLost && !expert.IsSuspended)));
        var findings = stuck.GroupBy(item => item.Unplaced!).OrderByDescending(group => group.Count()).Take(3).Select(group => new HealthFinding(
            "task.unplaced",
            $"{group.Count()} tasks wait and nobody can take them: {group.Key}",
            "See \"pharos experts list\"; register an expert that can, resume one, or cancel the tasks.")).ToList();
        return Task.FromResult(HealthFinding.Result(findings, isFailure: false, $"{there} of {all} experts there, {open} tasks open"));
    }
}
