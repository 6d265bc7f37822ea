using Pharos.Proposals;

namespace Pharos.Review.Elicitations;

/// <summary>What came of an attempt to ask or to move an elicitation.</summary>
public abstract record ElicitationOutcome
{
    private ElicitationOutcome()
    {
    }

    /// <summary>It is recorded.</summary>
    /// <param name="Item">The elicitation as it stands now.</param>
    public sealed record Changed(Elicitation Item) : ElicitationOutcome;

    /// <summary>It was not; nothing was recorded.</summary>
    /// <param name="Problem">Why, with a stable code.</param>
    /// <param name="Current">The elicitation as it stands; null when there is none that the caller may know of.</param>
    public sealed record Refused(Problem Problem, Elicitation? Current) : ElicitationOutcome
    {
        /// <summary>Where an answer does not have the form that was asked for.</summary>
        public IReadOnlyList<FormError> Errors { get; init; } = [];

        /// <summary>When it may be tried again; null where waiting does not help.</summary>
        public TimeSpan? RetryAfter { get; init; }
    }
}
