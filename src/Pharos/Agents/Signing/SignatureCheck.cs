namespace Pharos.Agents.Signing;

/// <summary>What came of checking a signed request.</summary>
public abstract record SignatureCheck
{
    private SignatureCheck()
    {
    }

    /// <summary>It is good, and recorded as used.</summary>
    public sealed record Valid : SignatureCheck;

    /// <summary>It must not act.</summary>
    /// <param name="Code">Stable code, <c>signature.problem</c>.</param>
    /// <param name="Message">What is wrong and what to do.</param>
    public sealed record Refused(string Code, string Message) : SignatureCheck;

    /// <summary>It is good, but cannot be recorded as used at this moment.</summary>
    public sealed record Busy : SignatureCheck;
}
