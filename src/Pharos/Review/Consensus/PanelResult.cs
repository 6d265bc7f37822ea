using Pharos.Proposals;

namespace Pharos.Review.Consensus;

/// <summary>What came of an attempt to move a panel.</summary>
public abstract record PanelResult
{
    private PanelResult()
    {
    }

    /// <summary>It is recorded.</summary>
    /// <param name="Item">The panel as it stands now.</param>
    public sealed record Changed(PanelItem Item) : PanelResult;

    /// <summary>It was not taken; what is recorded then is that it was refused.</summary>
    /// <param name="Problem">Why, with a stable code.</param>
    /// <param name="Current">The panel as it stands; null when there is none.</param>
    public sealed record Refused(Problem Problem, PanelItem? Current) : PanelResult;
}
