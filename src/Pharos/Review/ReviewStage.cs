namespace Pharos.Review;

/// <summary>How close to too late a review is.</summary>
public enum ReviewLateness
{
    /// <summary>There is time.</summary>
    OnTime,

    /// <summary>Most of the agreed time is over.</summary>
    Warning,

    /// <summary>The timeout was reached, and it stays open.</summary>
    Overdue,
}

/// <summary>How pressing a review has become. It only ever grows, so that who was told of one stage need not hear of an earlier one.</summary>
/// <param name="Level">How often it was handed up.</param>
/// <param name="Lateness">How close to too late it is.</param>
public readonly record struct ReviewStage(int Level, ReviewLateness Lateness)
{
    /// <summary>Whether this stage comes before another.</summary>
    public bool IsBefore(ReviewStage other) => Level < other.Level || (Level == other.Level && Lateness < other.Lateness);
}
