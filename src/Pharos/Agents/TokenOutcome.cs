namespace Pharos.Agents;

/// <summary>What came of asking for a token or its revocation.</summary>
public abstract record TokenOutcome
{
    private TokenOutcome()
    {
    }

    /// <summary>The token was made; this is the only time its text is seen.</summary>
    public sealed record Issued(string Token, IssuedToken Entry) : TokenOutcome;

    /// <summary>The token is not accepted any more; also when it was revoked before.</summary>
    public sealed record Revoked(IssuedToken Entry) : TokenOutcome;

    /// <summary>No token of that id is known.</summary>
    public sealed record Unknown : TokenOutcome;

    /// <summary>The request breaks a rule; the code is stable.</summary>
    public sealed record Refused(string Code, string Reason) : TokenOutcome;
}
