using Pharos.Gate;
using Pharos.Rego.Values;
using Pharos.Review;
using Pharos.Review.Context;
using Pharos.Server.Proposals;

namespace Pharos.Server.Review;

/// <summary>What is shown beside a review, in its order. A room that knows more adds its source here.</summary>
internal static class ReviewContext
{
    public static IReadOnlyList<IContextSource> Of(ServerParts parts)
    {
        var earlier = new EarlierDecisions(parts.Reviews.Desk);
        return [new SimilarDecisions(new SimilarProposals(parts.Log, parts.Archive), earlier), new LastActions(parts.Log, parts.Archive, earlier), new EditDiff(), parts.Consensus.Shown, parts.Collaborations.Shown, new NoThread()];
    }

    // The member is part of the contract before anybody can talk, so that who reads it need not ask whether it is there.
    private sealed class NoThread : IContextSource
    {
        public string Name => "thread";

        public ValueTask<RegoValue> GiveAsync(ReviewItem item, FoundProposal proposal, CancellationToken cancellationToken) => ValueTask.FromResult<RegoValue>(RegoArray.Empty);
    }
}
