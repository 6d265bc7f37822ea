using Pharos.Gate.Facts;
using Pharos.Proposals;

namespace Pharos.Cli.Checks;

/// <summary>What the gate inside this process knows beside its policies.</summary>
/// <param name="Workspaces">The configured workspaces.</param>
/// <param name="Protected">The gate's own parts.</param>
internal sealed record LocalGateOptions(IReadOnlyList<WorkspaceOptions> Workspaces, ProtectedTargetsOptions Protected);
