using Pharos.Events;
using Pharos.Gate;
using Pharos.Proposals;
using Pharos.Rego.Values;
using Pharos.Review;

namespace Pharos.Server.Mcp.Tools.Proposals;

/// <summary>One decision of the past, as it stands now.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Record">The event that holds it.</param>
internal sealed record PastDecision(Answer Answer, EventRecord Record);

/// <summary>Reads decisions back from the log, the newest first.</summary>
internal sealed class OwnDecisions(IEventLog log, ReviewedDecisions decisions, ProposalArchive archive)
{
    /// <summary>Most decisions looked at for one list.</summary>
    public const int MaximumLookedAt = 1000;

    private const int PageSize = 200;

    /// <summary>Lists decisions.</summary>
    /// <param name="agent">Whose; null for everybody's.</param>
    /// <param name="before">Only those before a position; null for the newest.</param>
    /// <param name="limit">Most of them.</param>
    /// <param name="accept">Which.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<(IReadOnlyList<PastDecision> Decisions, Position? Next)> ListAsync(
        string? agent, Position? before, int limit, Func<PastDecision, bool> accept, CancellationToken cancellationToken)
    {
        var found = new List<PastDecision>(limit);
        var after = before;
        for (var seen = 0; seen < MaximumLookedAt;)
        {
            var page = await log.QueryAsync(new EventQuery { Type = GateEvents.Decided, Agent = agent, Descending = true, After = after, Limit = PageSize }, cancellationToken);
            foreach (var record in page.Events)
            {
                seen++;
                after = record.Position;
                if (Read(record) is { } past && accept(past = past with { Answer = await decisions.LookAsync(past.Answer, cancellationToken) }))
                {
                    found.Add(past);
                    if (found.Count == limit)
                    {
                        return (found, after);
                    }
                }
            }

            if (page.Next is null)
            {
                return (found, null);
            }

            after = page.Next;
        }

        return (found, after);
    }

    // A payload that was erased says nothing any more.
    private static PastDecision? Read(EventRecord record) =>
        RegoValue.TryParseJson(record.Payload.Span, out var value, out _) && value is RegoObject payload && payload.TryGet("answer", out var answer) && answer is RegoObject json
            ? new PastDecision(AnswerJson.Read(json) with { Position = record.Position }, record)
            : null;

    /// <summary>Lists the decisions of one session of an agent.</summary>
    public async ValueTask<IReadOnlyList<PastDecision>> OfSessionAsync(string? agent, string session, int limit, CancellationToken cancellationToken)
    {
        var found = new List<PastDecision>();
        var (all, _) = await ListAsync(agent, before: null, MaximumLookedAt, static _ => true, cancellationToken);
        foreach (var past in all)
        {
            if (found.Count < limit && await archive.GlanceAsync(past.Answer.Id, cancellationToken) is { } proposal && SessionOf(proposal.Input) == session)
            {
                found.Add(past);
            }
        }

        return found;
    }

    private static string? SessionOf(RegoObject input) =>
        input.TryGet("agent", out var agent) && agent is RegoObject of && of.TryGet("session", out var session) && session is RegoString text ? text.Value : null;
}
