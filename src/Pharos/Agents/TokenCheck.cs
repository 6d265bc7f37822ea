namespace Pharos.Agents;

/// <summary>What came of checking a token.</summary>
public abstract record TokenCheck
{
    private TokenCheck()
    {
    }

    /// <summary>The token is good.</summary>
    public sealed record Valid(TokenClaims Claims) : TokenCheck;

    /// <summary>The text is not a token of ours.</summary>
    public sealed record Malformed : TokenCheck;

    /// <summary>The signature does not fit: made elsewhere, altered, or signed with a key that was replaced.</summary>
    public sealed record Forged : TokenCheck;

    /// <summary>The token was good until <paramref name="At"/>.</summary>
    public sealed record Expired(DateTimeOffset At) : TokenCheck;

    /// <summary>The signature is ours and the ledger, as this node has read it, does not know the token: issued at another node a moment ago, or in a log that is gone.</summary>
    public sealed record Unknown : TokenCheck;

    /// <summary>The token was withdrawn.</summary>
    public sealed record Revoked : TokenCheck;
}
