namespace Pharos.Cli.Mcp.Proxy;

/// <summary>What became of a proposal.</summary>
/// <param name="Proposal">Its id.</param>
/// <param name="Outcome">executing, done or failed.</param>
/// <param name="Detail">What there is to say of it; null for nothing.</param>
internal sealed record OutcomeReport(string Proposal, string Outcome, string? Detail);
