using Pharos.Agents;
using Pharos.Events;
using Pharos.Rego.Values;

namespace Pharos.Proposals;

/// <summary>A proposal as a caller sends it: checked for shape, nothing resolved, nothing believed.</summary>
public sealed record ProposalRequest
{
    /// <summary>What is proposed.</summary>
    public required ProposalKind Kind { get; init; }

    /// <summary>The tool's name.</summary>
    public required string Tool { get; init; }

    /// <summary>The tool's arguments.</summary>
    public required RegoObject Input { get; init; }

    /// <summary>What the tool's server says of the tool (<c>readOnlyHint</c>…), where the caller passes it on.</summary>
    public RegoObject Annotations { get; init; } = RegoObject.Empty;

    /// <summary>The agent the caller says it is; must be the token's subject unless the caller is an administrator.</summary>
    public string? AgentId { get; init; }

    /// <summary>The agent's session.</summary>
    public string? Session { get; init; }

    /// <summary>A helper of the agent.</summary>
    public string? Subagent { get; init; }

    /// <summary>The workspace folder the caller names: absolute.</summary>
    public string? Workspace { get; init; }

    /// <summary>Working directory: absolute, or relative to the workspace. Default: the workspace.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The account it would run under, where that is not this server's.</summary>
    public AgentHost? Host { get; init; }

    /// <summary>The caller's operation id.</summary>
    public OperationId? Operation { get; init; }
}
