using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pharos.Review.Elicitations;
using Pharos.Server.Health;

namespace Pharos.Server.Elicitations;

/// <summary>Degraded when questions whose time has run out are not ended: the record would show them as waiting. Answers that come too late are refused all the same.</summary>
internal sealed class ElicitationHealthCheck(ElicitationParts parts) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var pending = parts.Board.Read((board, _) => board.PendingCount);
        var late = parts.Keeper.OverdueBy;
        return Task.FromResult(HealthFinding.Result(
            late > Patience ? [new HealthFinding("elicitation.overdue", $"a question ran out {late.TotalSeconds:0} s ago and is not ended", "The log takes no events, or the keeper fails: see the checks \"log\" and \"work\".")] : [],
            isFailure: false,
            $"{pending} pending, {parts.Seats.Open} streams"));
    }
}
