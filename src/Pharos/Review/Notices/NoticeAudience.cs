namespace Pharos.Review.Notices;

/// <summary>Who is told of which reviews, and when.</summary>
/// <param name="Channel">The channel's name.</param>
/// <param name="Recipient">Who: a subject of tokens.</param>
public sealed record NoticeAudience(string Channel, string Recipient)
{
    /// <summary>The least risk that they are told of. Default: low.</summary>
    public ReviewRisk MinimumRisk { get; init; }

    /// <summary>The kinds of proposals, by their wire names, that they are told of; empty for all. Default: all.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>How often a review must have been handed up; 0 is at once. Default: 0.</summary>
    public int Level { get; init; }

    /// <summary>When they are told of high risks only; null for never.</summary>
    public QuietHours? Quiet { get; init; }

    /// <summary>Whether a review is one they are told of.</summary>
    internal bool Concerns(ReviewRequest request) => request.Risk >= MinimumRisk && (Kinds.Count == 0 || Kinds.Contains(request.Kind, StringComparer.Ordinal));
}
