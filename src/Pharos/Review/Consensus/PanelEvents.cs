namespace Pharos.Review.Consensus;

/// <summary>Types of the events of a panel; all of one panel stand in its stream.</summary>
public static class PanelEvents
{
    /// <summary>Experts are asked about a review: which specialities, how many must approve, until when.</summary>
    public const string Opened = "panel.opened";

    /// <summary>An expert has judged: how, how sure, why, and what its vote weighs.</summary>
    public const string Cast = "vote.cast";

    /// <summary>A vote that does not count, such as a second, different one; who said different things counts for nothing from then on.</summary>
    public const string Refused = "vote.refused";

    /// <summary>A seat stays empty.</summary>
    public const string Missed = "vote.missed";

    /// <summary>What came of it.</summary>
    public const string Concluded = "panel.concluded";
}
