namespace Pharos.Server.Agents;

/// <summary>The account an agent runs under, as registered.</summary>
internal sealed record AgentHostContract(string Home, string User);

/// <summary>An agent with its account.</summary>
internal sealed record AgentContract(string Id, string Home, string User);

/// <summary>Every agent with a recorded account.</summary>
internal sealed record AgentListContract(IReadOnlyList<AgentContract> Agents);
