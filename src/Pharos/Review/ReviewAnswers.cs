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
            return answer with { Decision = Decision.Review, State = "waiting", Review = item.ReviewId };
        }

        var settled = answer with { Tier = Tier.Review, Review = item.ReviewId, DecidedBy = item.Verdict?.Names };
        return item.Verdict switch
        {
            { Verdict: VerdictKind.Approve } verdict => settled with
            {
                Decision = Decision.Allow,
                State = "approved",
                Reason = $"Approved by {verdict.Names}{(verdict.Reason is { } why ? $": {why}" : ".")}",
                Edited = verdict.Edited is { } edited ? RegoValue.ParseJson(System.Text.Encoding.UTF8.GetBytes(edited.GetRawText())) as RegoObject : null,
            },
            { Verdict: VerdictKind.Reject } verdict => settled with { Decision = Decision.Deny, State = "rejected", Reason = $"Rejected by {verdict.Names}: {verdict.Reason}" },
            { } verdict => settled with { Decision = Decision.Deny, State = "responded", Reason = $"{verdict.Names} answers: {verdict.Reason}" },
            null when item.Closed == ReviewState.Expired => settled with
            {
                Decision = Decision.Deny,
                State = "expired",
                Reason = "Nobody judged it in time. It was not rejected; propose it again to ask again.",
            },
            _ => settled with { Decision = Decision.Deny, State = "superseded", Reason = $"It is not judged any more: {item.ClosedWhy}" },
        };
    }
}
