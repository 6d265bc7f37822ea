namespace Pharos.Agents;

/// <summary>A token as the ledger remembers it. The token's text is not kept anywhere.</summary>
/// <param name="Claims">What the token says.</param>
/// <param name="IssuedBy">The subject that had it made.</param>
/// <param name="RevokedAt">When it was withdrawn, or null.</param>
public sealed record IssuedToken(TokenClaims Claims, string IssuedBy, DateTimeOffset? RevokedAt = null);
