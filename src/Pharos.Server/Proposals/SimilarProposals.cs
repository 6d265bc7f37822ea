using Pharos.Events;
using Pharos.Gate;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Server.Proposals;

/// <summary>Finds earlier decisions on the same kind of thing: the same tool with the same effects, inside or outside the workspace.</summary>
internal sealed class SimilarProposals(IEventLog log, ProposalArchive archive)
{
    /// <summary>Most decisions answered.</summary>
    public const int MaximumAnswers = 20;

    /// <summary>Most earlier decisions looked at.</summary>
    public const int MaximumLookedAt = 500;

    /// <summary>Finds decisions before a proposal's own, newest first.</summary>
    /// <param name="proposal">What they should be like.</param>
    /// <param name="agent">Only this agent's; null for everybody's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<IReadOnlyList<Answer>> FindAsync(FoundProposal proposal, string? agent, CancellationToken cancellationToken) =>
        [.. (await FindAsync(proposal, agent, MaximumAnswers, MaximumLookedAt, cancellationToken)).Select(static found => found.Proposal.Answer)];

    /// <summary>Finds decisions before a proposal's own with when they were made, newest first.</summary>
    /// <param name="proposal">What they should be like.</param>
    /// <param name="agent">Only this agent's; null for everybody's.</param>
    /// <param name="answers">Most decisions answered.</param>
    /// <param name="lookedAt">Most earlier decisions looked at.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<IReadOnlyList<(FoundProposal Proposal, DateTimeOffset At)>> FindAsync(
        FoundProposal proposal, string? agent, int answers, int lookedAt, CancellationToken cancellationToken)
    {
        var wanted = Signature(proposal.Input);
        var query = new EventQuery
        {
            Type = GateEvents.Decided,
            Agent = agent,
            After = proposal.Answer.Position,
            Limit = lookedAt,
            Descending = true,
        };
        var similar = new List<(FoundProposal, DateTimeOffset)>();
        foreach (var record in (await log.QueryAsync(query, cancellationToken)).Events)
        {
            if (await archive.GlanceAsync(new ProposalId(record.Stream.Id), cancellationToken) is { } found && Signature(found.Input) == wanted)
            {
                similar.Add((found, record.At));
            }

            if (similar.Count == answers)
            {
                break;
            }
        }

        return similar;
    }

    private static string Signature(RegoObject input)
    {
        var tool = input.TryGet("proposal", out var value) && value is RegoObject proposal && proposal.TryGet("tool", out var name) ? name.ToJson() : "";
        var effects = input.TryGet("facts", out var inner) && inner is RegoObject facts && facts.TryGet("effects", out var list) && list is RegoArray array
            ? array.OfType<RegoObject>().Select(effect => $"{Member(effect, "effect")}{Member(effect, "inWorkspace")}")
            : [];
        return $"{tool} {string.Join(' ', effects.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))}";
    }

    private static string Member(RegoObject effect, string name) => effect.TryGet(name, out var value) ? value.ToJson() : "-";
}
