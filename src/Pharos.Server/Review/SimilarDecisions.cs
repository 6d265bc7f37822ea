using Pharos.Gate;
using Pharos.Rego.Values;
using Pharos.Review;
using Pharos.Review.Context;
using Pharos.Server.Proposals;

namespace Pharos.Server.Review;

/// <summary>How the same kind of thing was decided before, by whomever it was proposed.</summary>
internal sealed class SimilarDecisions(SimilarProposals similar, EarlierDecisions earlier) : IContextSource
{
    /// <summary>Most decisions shown.</summary>
    public const int Maximum = 5;

    /// <summary>Most decisions looked at: somebody waits for the page.</summary>
    public const int MaximumLookedAt = 100;

    public string Name => "similar";

    public async ValueTask<RegoValue> GiveAsync(ReviewItem item, FoundProposal proposal, CancellationToken cancellationToken)
    {
        var described = new List<RegoValue>();
        foreach (var (found, at) in await similar.FindAsync(proposal, null, Maximum, MaximumLookedAt, cancellationToken))
        {
            described.Add(await earlier.DescribeAsync(found, at, cancellationToken));
        }

        return RegoArray.Of([.. described]);
    }
}
