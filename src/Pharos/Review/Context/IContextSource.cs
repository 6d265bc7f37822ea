using Pharos.Gate;
using Pharos.Rego.Values;

namespace Pharos.Review.Context;

/// <summary>Something that helps to judge a review: what the agent did before, how the like was decided, what a change would change. Safe for use by many threads.</summary>
public interface IContextSource
{
    /// <summary>The member under which it is shown beside the review.</summary>
    string Name { get; }

    /// <summary>What there is to show, bounded. Whoever writes it masks every text in it once more.</summary>
    /// <param name="item">The review.</param>
    /// <param name="proposal">The proposal it is about, as recorded.</param>
    /// <param name="cancellationToken">Nobody looks any more.</param>
    ValueTask<RegoValue> GiveAsync(ReviewItem item, FoundProposal proposal, CancellationToken cancellationToken);
}
