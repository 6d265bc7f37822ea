namespace Pharos.Review.Consensus;

/// <summary>For which reviews experts are asked, and what their votes may decide. Immutable, with defaults: none.</summary>
public sealed record ConsensusOptions
{
    /// <summary>Most panels that may be open; reviews beyond are left to people.</summary>
    public const int MaximumOpen = 1000;

    /// <summary>The rules; the first that matches counts. Default: none.</summary>
    public IReadOnlyList<PanelRule> Rules { get; init; } = [];

    /// <summary>What experts are asked about a review; null when it is left to people.</summary>
    /// <param name="item">The review.</param>
    internal PanelRule? RuleFor(ReviewItem item) => Rules.FirstOrDefault(rule => rule.Matches(item.Request.Rule)) is { } rule && rule.Takes(item.Request.Risk) ? rule : null;
}
