using Pharos.Gate.Facts;
using Pharos.Gate.Pattern;
using Pharos.Proposals;
using Pharos.Rego.Network;

namespace Pharos.Cli.Checks;

/// <summary>What the gate inside this process knows beside its policies.</summary>
/// <param name="Workspaces">The configured workspaces.</param>
/// <param name="Protected">The gate's own parts.</param>
/// <param name="Network">How policies reach the network; null is not at all.</param>
/// <param name="Model">What the pattern tier knows; the model of this build when absent.</param>
internal sealed record LocalGateOptions(IReadOnlyList<WorkspaceOptions> Workspaces, ProtectedTargetsOptions Protected, IRegoNetwork? Network = null, PatternModel? Model = null);
