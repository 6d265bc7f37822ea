namespace Pharos.Grants;

/// <summary>A question that a grant might answer.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Agent">The agent that proposes.</param>
/// <param name="Session">Its session.</param>
/// <param name="Proposer">The subject of the token that was shown.</param>
public sealed record GrantQuestion(string Key, string Agent, string? Session, string Proposer);
