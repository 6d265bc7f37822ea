namespace Pharos.Agents;

/// <summary>The machine account an agent runs under, as far as decisions need it.</summary>
/// <param name="Home">Home folder: an absolute path.</param>
/// <param name="User">Account name.</param>
public sealed record AgentHost(string Home, string User);
