using Pharos.Agents;
using Pharos.Events;
using Pharos.Rego.Values;

namespace Pharos.Proposals;

/// <summary>Something an agent wants to do, before it does it. The one shape that hook, HTTP, MCP, chat and command line turn into.</summary>
public sealed record Proposal
{
    /// <summary>Its identity.</summary>
    public required ProposalId Id { get; init; }

    /// <summary>What is proposed.</summary>
    public required ProposalKind Kind { get; init; }

    /// <summary>The tool's name as the agent gave it.</summary>
    public required string Tool { get; init; }

    /// <summary>The tool's arguments, always an object.</summary>
    public required RegoObject Input { get; init; }

    /// <summary>What the tool's server says of the tool; not to be believed unless the server is trusted.</summary>
    public RegoObject Annotations { get; init; } = RegoObject.Empty;

    /// <summary>Who proposes.</summary>
    public required AgentReference Agent { get; init; }

    /// <summary>Where it would happen.</summary>
    public required Workspace Workspace { get; init; }

    /// <summary>Working directory: absolute and normalised.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The account it would run under.</summary>
    public required AgentHost Host { get; init; }

    /// <summary>True when the disk that paths name is this machine's, so that it may be looked at.</summary>
    public required bool IsLocalDisk { get; init; }

    /// <summary>The subject of the token that was shown, where an administrator proposes for an agent; null for the agent itself.</summary>
    public string? Proposer { get; init; }

    /// <summary>The caller's operation, for exactly-once proposals; scoped by the token's subject.</summary>
    public OperationId? Operation { get; init; }
}
