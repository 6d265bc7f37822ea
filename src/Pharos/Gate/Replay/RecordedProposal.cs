using Pharos.Agents;
using Pharos.Proposals;
using Pharos.Rego.Bundles;
using Pharos.Rego.Values;

namespace Pharos.Gate.Replay;

/// <summary>Makes a proposal again of what was recorded of one: the same agent, place and account.</summary>
public static class RecordedProposal
{
    /// <summary>
    /// The proposal with another input; null where the record does not say any more who asked or where, because it was erased or a secret in it was masked. What its tool's server
    /// said of it is not recorded as it came, so nothing is believed of that.
    /// </summary>
    /// <param name="found">The recorded proposal.</param>
    /// <param name="id">The identity of the new one.</param>
    /// <param name="input">Its input.</param>
    /// <param name="proposer">The subject whose token was shown.</param>
    public static Proposal? With(FoundProposal found, ProposalId id, RegoObject input, string proposer)
    {
        var agent = Text(found, "agent", "id");
        string?[] needed = [agent, Text(found, "proposal", "tool"), Text(found, "workspace", "root"), Text(found, "workspace", "cwd"), Text(found, "host", "home"), Text(found, "host", "user")];
        if (needed.Any(static text => text is null || text.Contains(SecretMask.Replacement, StringComparison.Ordinal))
            || !ProposalKinds.TryParse(Text(found, "proposal", "kind"), out var kind)
            || !RoleNames.TryParse(Text(found, "agent", "role"), out var role)
            || !WorkspaceNames.TryParse(Text(found, "workspace", "mode"), out WorkspaceMode mode)
            || !WorkspaceNames.TryParse(Text(found, "workspace", "profile"), out WorkspaceProfile profile))
        {
            return null;
        }

        var isConfigured = DataTree.Find(found.Input, ["workspace", "configured"]) is RegoBoolean configured && configured.Equals(RegoBoolean.True);
        return new Proposal
        {
            Id = id,
            Kind = kind,
            Tool = needed[1]!,
            Input = input,
            Agent = new AgentReference(agent!, Text(found, "agent", "session"), Text(found, "agent", "subagent"), role),
            Workspace = new Workspace(needed[2]!, mode, profile, isConfigured),
            WorkingDirectory = needed[3]!,
            Host = new AgentHost(needed[4]!, needed[5]!),
            IsLocalDisk = found.IsLocalDisk,
            Proposer = proposer == agent ? null : proposer,
        };
    }

    private static string? Text(FoundProposal found, params ReadOnlySpan<string> path) => DataTree.Find(found.Input, path.ToArray()) is RegoString text ? text.Value : null;
}
