using Pharos.Proposals;

namespace Pharos.Grants;

/// <summary>What came of granting or revoking.</summary>
public abstract record GrantOutcome
{
    private GrantOutcome()
    {
    }

    /// <summary>It is recorded.</summary>
    /// <param name="Grant">The grant as it stands now.</param>
    public sealed record Recorded(Grant Grant) : GrantOutcome;

    /// <summary>It was not.</summary>
    /// <param name="Problem">Why, with a stable code.</param>
    public sealed record Refused(Problem Problem) : GrantOutcome;
}
