using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Gate;

/// <summary>A recorded proposal as it stands now.</summary>
/// <param name="Answer">The answer with its current state.</param>
/// <param name="Input">The masked policy input it was decided on.</param>
/// <param name="Agent">The agent that proposed.</param>
/// <param name="Version">Version of its stream.</param>
public sealed record FoundProposal(Answer Answer, RegoObject Input, string? Agent, long Version)
{
    /// <summary>Whether the disk that its paths name was the server's, so that it was looked at.</summary>
    public bool IsLocalDisk { get; init; }

    /// <summary>The facts part of the input.</summary>
    public RegoValue Facts => Input.TryGet("facts", out var facts) ? facts : RegoObject.Empty;

    /// <summary>Root of the workspace it was decided for; null when the record was erased.</summary>
    public string? WorkspaceRoot =>
        Input.TryGet("workspace", out var workspace) && workspace is RegoObject place && place.TryGet("root", out var root) && root is RegoString text ? text.Value : null;
}
