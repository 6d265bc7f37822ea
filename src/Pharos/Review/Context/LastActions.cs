using Pharos.Events;
using Pharos.Gate;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Review.Context;

/// <summary>What the agent proposed before this: a command says more beside the ones that led to it.</summary>
/// <param name="log">The log.</param>
/// <param name="archive">Reads proposals back.</param>
/// <param name="earlier">Describes them.</param>
public sealed class LastActions(IEventLog log, ProposalArchive archive, EarlierDecisions earlier) : IContextSource
{
    /// <summary>Most decisions shown.</summary>
    public const int Maximum = 10;

    /// <inheritdoc/>
    public string Name => "lastActions";

    /// <inheritdoc/>
    public async ValueTask<RegoValue> GiveAsync(ReviewItem item, FoundProposal proposal, CancellationToken cancellationToken)
    {
        var query = new EventQuery { Type = GateEvents.Decided, Agent = item.Request.Agent, After = proposal.Answer.Position, Limit = Maximum, Descending = true };
        var actions = new List<RegoValue>();
        foreach (var record in (await log.QueryAsync(query, cancellationToken)).Events)
        {
            if (await archive.GlanceAsync(new ProposalId(record.Stream.Id), cancellationToken) is { } found)
            {
                actions.Add(await earlier.DescribeAsync(found, record.At, cancellationToken));
            }
        }

        return RegoArray.Of([.. actions]);
    }
}
