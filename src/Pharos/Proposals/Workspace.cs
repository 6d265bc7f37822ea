namespace Pharos.Proposals;

/// <summary>The workspace a proposal belongs to, resolved by the server from configuration only.</summary>
/// <param name="Root">Absolute, normalised path; files below it are "in the workspace".</param>
/// <param name="Mode">Whether decisions bind.</param>
/// <param name="Profile">How strict the policies are.</param>
/// <param name="IsConfigured">False when no configured root holds the working directory: then enforce and strict.</param>
public sealed record Workspace(string Root, WorkspaceMode Mode, WorkspaceProfile Profile, bool IsConfigured);
