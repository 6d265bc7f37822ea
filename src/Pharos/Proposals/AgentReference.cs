using Pharos.Agents;

namespace Pharos.Proposals;

/// <summary>The agent that proposes, with the rights it proposes under.</summary>
/// <param name="Id">The token's subject.</param>
/// <param name="Session">The agent's session; only meaningful together with the id.</param>
/// <param name="Subagent">Name of a helper the agent started, if it speaks.</param>
/// <param name="Role">The role of the token.</param>
public sealed record AgentReference(string Id, string? Session, string? Subagent, Role Role);
