using Pharos.Events.Projections;

namespace Pharos.Review.Consensus;

/// <summary>
/// Says until when experts are asked about a review, so that people are not called to what may be decided without them. They are called while there is still time before the
/// panel's end, and at once when the panel leaves it to them.
/// </summary>
/// <param name="panels">The panels.</param>
/// <param name="options">About which reviews experts are asked.</param>
public sealed class ExpertsFirst(Projection<PanelBoard> panels, ConsensusOptions options)
{
    // Where the votes are not in by then, they may not come at all.
    private const double Share = ReviewItem.SlaWarningShare;

    /// <summary>Until when it is left to experts; null when it is not, or not any more.</summary>
    public DateTimeOffset? Until(ReviewItem item)
    {
        var (panel, open) = panels.Read((state, _) => (state.Find(item.Id), state.OpenCount));
        return panel is { Conclusion: null } ? Near(panel.OpenedAt, panel.Request.Deadline)

            // The panel opens a moment after the review.
            : panel is null && open < ConsensusOptions.MaximumOpen && options.RuleFor(item) is { } rule ? Near(item.RequestedAt, item.RequestedAt + rule.Deadline)
            : null;
    }

    private static DateTimeOffset Near(DateTimeOffset from, DateTimeOffset deadline) => from + ((deadline - from) * Share);
}
