namespace Pharos.Proposals;

/// <summary>One workspace of the configuration.</summary>
/// <param name="Root">Absolute path.</param>
/// <param name="Mode">Default: enforce.</param>
/// <param name="Profile">Default: balanced.</param>
public sealed record WorkspaceOptions(string Root, WorkspaceMode Mode = WorkspaceMode.Enforce, WorkspaceProfile Profile = WorkspaceProfile.Balanced);
