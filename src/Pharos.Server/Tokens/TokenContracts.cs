using Pharos.Agents;

namespace Pharos.Server.Tokens;

/// <summary>A request for a token; ttl as in <c>30d</c>, default the configuration's.</summary>
internal sealed record TokenRequestContract(string Subject, string Role, string? Ttl = null);

/// <summary>A token as the ledger remembers it.</summary>
internal sealed record TokenContract(
    Guid Id, string Subject, string Role, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt, string IssuedBy, DateTimeOffset? RevokedAt)
{
    public static TokenContract Of(IssuedToken entry) => new(
        entry.Claims.Id,
        entry.Claims.Subject,
        RoleNames.Of(entry.Claims.Role),
        entry.Claims.IssuedAt,
        entry.Claims.ExpiresAt,
        entry.IssuedBy,
        entry.RevokedAt);
}

/// <summary>A new token with its text.</summary>
internal sealed record IssuedTokenContract(string Token, Guid Id, string Subject, string Role, DateTimeOffset ExpiresAt);

/// <summary>Every token.</summary>
internal sealed record TokenListContract(IReadOnlyList<TokenContract> Tokens);
