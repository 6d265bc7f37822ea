using Pharos.Agents;
using Pharos.Events;
using Pharos.Gate.Degradation;
using Pharos.Grants;
using Pharos.Proposals;

namespace Pharos.Server;

/// <summary>
/// Takes up what other nodes on the same log have changed of tokens, agents, workspaces, grants and the gate's state. Every node folds these once at its start, so without this a token revoked at
/// one node would go on being accepted at the others.
/// </summary>
internal sealed class OtherNodes(TokenLedger tokens, AgentHosts agents, WorkspaceRegistry workspaces, GrantBook grants, DegradationMode degradation, TimeProvider clock)
{
    /// <summary>How often it looks, and so how long a revocation may take to reach every node.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>Looks until it is stopped. While the log cannot be read nothing is decided either, so it only waits then.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                await tokens.RefreshAsync(cancellationToken);
                await agents.RefreshAsync(cancellationToken);
                await workspaces.RefreshAsync(cancellationToken);
                await grants.RefreshAsync(cancellationToken);
                await degradation.RefreshAsync(cancellationToken);
            }
            catch (EventLogUnavailableException)
            {
                // The health check of the log says so; the next look finds what was missed.
            }
        }
    }
}
