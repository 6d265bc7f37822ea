using Pharos.Proposals;

namespace Pharos.Review.Collaborations;

/// <summary>What came of an attempt to start or to move a session.</summary>
public abstract record CollaborationOutcome
{
    private CollaborationOutcome()
    {
    }

    /// <summary>It is recorded.</summary>
    /// <param name="Session">The session as it stands now.</param>
    public sealed record Changed(Collaboration Session) : CollaborationOutcome;

    /// <summary>It was not; nothing was recorded.</summary>
    /// <param name="Problem">Why, with a stable code.</param>
    public sealed record Refused(Problem Problem) : CollaborationOutcome;
}
