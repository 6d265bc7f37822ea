namespace Pharos.Server.Workspaces;

/// <summary>A workspace; mode is enforce or dry-run, profile strict, balanced or relaxed; source says where it comes from.</summary>
internal sealed record WorkspaceContract(string Root, string? Mode = null, string? Profile = null, string? Source = null);

/// <summary>The root of a workspace.</summary>
internal sealed record WorkspaceRootContract(string Root);

/// <summary>Every workspace in force.</summary>
internal sealed record WorkspaceListContract(IReadOnlyList<WorkspaceContract> Workspaces);
