using Pharos.Review.Consensus;

namespace Pharos.Server.Consensus;

/// <summary>A vote: <c>approve</c>, <c>reject</c> or <c>abstain</c>, how sure from 0 to 1, and why.</summary>
internal sealed record VoteContract(string Verdict, double? Confidence = null, string? Reason = null);

/// <summary>That a vote was taken. What others said is not in it: whoever votes later must not follow whoever voted before.</summary>
internal sealed record VoteTakenContract(Guid Review, string Verdict, double Confidence, string State)
{
    public static VoteTakenContract Of(PanelItem panel, string verdict, double confidence) =>
        new(panel.Request.Review, verdict, confidence, panel.Conclusion is { } made ? PanelOutcomes.NameOf(made.Outcome) : "open");
}
