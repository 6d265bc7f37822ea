namespace Pharos.Cli.Mcp.Proxy;

/// <summary>As whom the gate is asked.</summary>
/// <param name="Token">The agent's token.</param>
/// <param name="Folder">The workspace folder.</param>
/// <param name="Session">The agent's session; null where nobody named one.</param>
internal sealed record GateIdentity(string Token, string Folder, string? Session);
