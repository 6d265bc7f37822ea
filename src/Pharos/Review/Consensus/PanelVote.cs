using Pharos.Review.Tasks;

namespace Pharos.Review.Consensus;

/// <summary>A vote as recorded. Its reason is masked.</summary>
public sealed record PanelVote
{
    /// <summary>The seat's task.</summary>
    public required Guid Task { get; init; }

    /// <summary>Who voted.</summary>
    public required string Expert { get; init; }

    /// <summary>The seat's speciality.</summary>
    public required string Speciality { get; init; }

    /// <summary>What the expert thinks.</summary>
    public required OpinionVerdict Verdict { get; init; }

    /// <summary>How sure it is.</summary>
    public required double Confidence { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>What it weighs by the expert's record at that moment, 0 to 1.</summary>
    public required double Weight { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>A vote that does not count.</summary>
/// <param name="Expert">Whose.</param>
/// <param name="Code">Why, as a stable code.</param>
/// <param name="Why">Why, in words.</param>
/// <param name="Verdict">What it said.</param>
/// <param name="At">When.</param>
/// <param name="Task">The seat that it leaves empty; null when it had none.</param>
public sealed record PanelRefusal(string Expert, string Code, string Why, OpinionVerdict Verdict, DateTimeOffset At, Guid? Task = null)
{
    /// <summary>The code of a second vote that says something else.</summary>
    public const string Equivocal = "vote.equivocal";

    /// <summary>The code of a vote whose expert was suspended, or lost its role, before the verdict.</summary>
    public const string Discounted = "vote.discounted";
}

/// <summary>A seat that stays empty.</summary>
/// <param name="Task">Which.</param>
/// <param name="Why">Why.</param>
public sealed record PanelMiss(Guid Task, string Why);

/// <summary>What came of a panel.</summary>
/// <param name="Outcome">What.</param>
/// <param name="Why">Why, in words.</param>
/// <param name="By">Whose votes made it; none when it was handed to people.</param>
public sealed record PanelConclusion(PanelOutcome Outcome, string Why, IReadOnlyList<string> By);

/// <summary>What can come of a panel.</summary>
public enum PanelOutcome
{
    /// <summary>The experts approved.</summary>
    Approved,

    /// <summary>The experts rejected.</summary>
    Rejected,

    /// <summary>It was handed to people.</summary>
    People,

    /// <summary>The review was closed meanwhile.</summary>
    Superseded,
}

/// <summary>The names outcomes have on the wire.</summary>
public static class PanelOutcomes
{
    /// <summary>The lower-case name.</summary>
    public static string NameOf(PanelOutcome outcome) => outcome switch
    {
        PanelOutcome.Approved => "approved",
        PanelOutcome.Rejected => "rejected",
        PanelOutcome.People => "people",
        _ => "superseded",
    };
}
