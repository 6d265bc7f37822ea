using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Review;

/// <summary>What a review means for the agent that waits for it.</summary>
public static class ReviewAnswers
{
    /// <summary>The answer of the gate, as the review makes it at a moment. Only an approval allows.</summary>
    /// <param name="answer">What the gate answered.</param>
    /// <param name="item">The review.</param>
    public static Answer Of(Answer answer, ReviewItem item)
    {
        if (!item.IsClosed)
        {
            return Waiting(answer with { Review = item.ReviewId });
        }

        var settled = answer with { Tier = Tier.Review, Review = item.ReviewId, DecidedBy = item.Verdict?.Names };
        return item.Verdict switch
        {
            { Verdict: VerdictKind.Approve } when IsServedToAnother(item, answer) => settled with
            {
                Decision = Decision.Deny,
                State = StateOf(answer, "superseded"),
                Reason = $"Its approval served proposal {item.ServedByTicket}, which asked the same, and serves once. Propose it again to ask again.",
            },
            { Verdict: VerdictKind.Approve } verdict => settled with
            {
                Decision = Decision.Allow,
                State = StateOf(answer, "approved"),
                Reason = $"Approved by {verdict.Names}{(verdict.Reason is { } why ? $": {why}" : ".")}",
                Edited = verdict.Edited is { } edited ? RegoValue.ParseJson(System.Text.Encoding.UTF8.GetBytes(edited.GetRawText())) as RegoObject : null,
            },
            { Verdict: VerdictKind.Reject } verdict => settled with { Decision = Decision.Deny, State = StateOf(answer, "rejected"), Reason = $"Rejected by {verdict.Names}: {verdict.Reason}" },
            { } verdict => settled with { Decision = Decision.Deny, State = StateOf(answer, "responded"), Reason = $"{verdict.Names} answers: {verdict.Reason}" },
            null when item.Closed == ReviewState.Expired => settled with
            {
                Decision = Decision.Deny,
                State = StateOf(answer, "expired"),
                Reason = "Nobody judged it in time. It was not rejected; propose it again to ask again.",
            },
            _ => settled with { Decision = Decision.Deny, State = StateOf(answer, "superseded"), Reason = $"It is not judged any more: {item.ClosedWhy}" },
        };
    }

    /// <summary>The answer where an approval stands, but not for the files as they are now.</summary>
    internal static Answer Withheld(Answer answer, ReviewItem item) => answer with
    {
        Decision = Decision.Deny,
        Tier = Tier.Review,
        Review = item.ReviewId,
        DecidedBy = item.Verdict?.Names,
        State = StateOf(answer, "superseded"),
        Reason = item.Seen is { IsMissingTexts: true }
            ? $"{item.Verdict?.Names} approved it, but it reads files that the record cannot name (too many, or a name that looks like a secret), so nobody can tell whether they are still what was approved. Let it read fewer, or rename the file, and propose it again."
            : $"{item.Verdict?.Names} approved it, but a file that it reads or touches has changed since then. Propose it again to ask again.",
    };

    /// <summary>The answer while there is no verdict.</summary>
    internal static Answer Waiting(Answer answer) => answer with { Decision = Decision.Review, State = StateOf(answer, "waiting") };

    private static bool IsServedToAnother(ReviewItem item, Answer answer) =>
        item.ServedByTicket is { } served && served != answer.Id.Value && !item.Delivered.Contains(answer.Id.Value);

    // What became of a proposal is later than what was said of it: "approved" again would have it carried out again.
    private static string StateOf(Answer answer, string state) => answer.State is "executing" or "done" or "failed" or "unknown" ? answer.State : state;
}
