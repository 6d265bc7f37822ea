using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Gate.Memory;

/// <summary>
/// The whole policy input without its facts, and the versions of everything that may change an answer. Compared by structure, never by hash alone, so that no two
/// proposals can share an answer by collision.
/// </summary>
public sealed record MemoryKey(
    ProposalKind Kind,
    string Tool,
    RegoObject Input,
    RegoObject Annotations,
    AgentReference Agent,
    Workspace Workspace,
    string WorkingDirectory,
    Agents.AgentHost Host,
    bool IsLocalDisk,
    string PolicyVersion,
    long GrantVersion,
    long DegradationVersion,
    long DefinitionRevision = 0)
{
    /// <summary>The key of a proposal under a version of the policies, of the grants, of the gate's state and of what is known of the tool's definition.</summary>
    public static MemoryKey Of(Proposal proposal, string policyVersion, long grantVersion, long degradationVersion, long definitionRevision = 0) => new(
        proposal.Kind,
        proposal.Tool,
        proposal.Input,
        proposal.Annotations,
        proposal.Agent,
        proposal.Workspace,
        proposal.WorkingDirectory,
        proposal.Host,
        proposal.IsLocalDisk,
        policyVersion,
        grantVersion,
        degradationVersion,
        definitionRevision);

    /// <inheritdoc/>
    public bool Equals(MemoryKey? other) =>
        other is not null
        && Kind == other.Kind
        && Tool == other.Tool
        && Input.Equals(other.Input)
        && Annotations.Equals(other.Annotations)
        && WorkingDirectory == other.WorkingDirectory
        && IsLocalDisk == other.IsLocalDisk
        && PolicyVersion == other.PolicyVersion
        && GrantVersion == other.GrantVersion
        && DegradationVersion == other.DegradationVersion
        && DefinitionRevision == other.DefinitionRevision
        && Agent == other.Agent
        && Workspace == other.Workspace
        && Host == other.Host;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Input.GetHashCode(), Tool, WorkingDirectory, Agent.Id, Agent.Session, Kind);
}
