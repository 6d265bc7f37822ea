using Pharos.Review.Experts;

namespace Pharos.Review.Consensus;

/// <summary>
/// What an expert's vote weighs by what became of its earlier opinions. Never more than one, so that no record, however good, lets fewer experts decide than the quorum says; less
/// for who was often surely wrong, whose vote then needs another one beside it.
/// </summary>
public static class VoteWeight
{
    // Tossing a coin and never being sure is 0.75, where everybody starts; who is sure and wrong half of the time comes to about 0.6.
    private const double Full = 0.65;
    private const double None = 0.45;

    /// <summary>The weight, 0 to 1.</summary>
    public static double Of(TrackRecord record) => Math.Round(Math.Clamp((record.Calibration - None) / (Full - None), 0, 1), 3);
}
