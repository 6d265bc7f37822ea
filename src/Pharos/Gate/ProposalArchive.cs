using Pharos.Events;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Gate;

/// <summary>Reads recorded proposals back from the log.</summary>
/// <param name="log">The log.</param>
public sealed class ProposalArchive(IEventLog log)
{
    /// <summary>Finds a proposal as it stands now; null when there is none.</summary>
    public async ValueTask<FoundProposal?> FindAsync(ProposalId id, CancellationToken cancellationToken)
    {
        FoundProposal? found = null;
        await foreach (var record in log.ReadStreamAsync(id.Stream, cancellationToken: cancellationToken))
        {
            found = record.Type switch
            {
                GateEvents.Decided => await ReadAsync(record, cancellationToken),
                GateEvents.Executed when found is not null => found with { Answer = found.Answer with { State = StateOf(record) }, Version = record.Version },
                _ => found is null ? null : found with { Version = record.Version },
            };
        }

        return found;
    }

    private async ValueTask<FoundProposal?> ReadAsync(EventRecord record, CancellationToken cancellationToken)
    {
        if (Payload(record) is not { } payload || !payload.TryGet("answer", out var value) || value is not RegoObject json)
        {
            return null;
        }

        var answer = AnswerJson.Read(json) with { Position = record.Position };
        return new FoundProposal(answer, await InputAsync(payload, cancellationToken), record.Agent, record.Version);
    }

    private async ValueTask<RegoObject> InputAsync(RegoObject payload, CancellationToken cancellationToken)
    {
        if (payload.TryGet("sameAs", out var same) && same is RegoNumber position)
        {
            var first = await log.GetAsync(new Position((long)position.ToDouble()), cancellationToken);
            payload = first is null ? RegoObject.Empty : Payload(first) ?? RegoObject.Empty;
        }

        return payload.TryGet("input", out var input) && input is RegoObject document ? document : RegoObject.Empty;
    }

    private static string StateOf(EventRecord record) =>
        Payload(record) is { } payload && payload.TryGet("outcome", out var value) && value is RegoString state ? state.Value : "unknown";

    // An erased payload is empty; the proposal is then known by its envelope only.
    private static RegoObject? Payload(EventRecord record) =>
        RegoValue.TryParseJson(record.Payload.Span, out var value, out _) ? value as RegoObject : null;
}
