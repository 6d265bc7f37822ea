using Pharos.Events;
using Pharos.Events.Blobs;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Gate;

/// <summary>Reads recorded proposals back from the log.</summary>
/// <param name="log">The log.</param>
/// <param name="blobs">Where large strings of a record went; null when there are none.</param>
public sealed class ProposalArchive(IEventLog log, IBlobStore? blobs = null)
{
    /// <summary>Finds a proposal as it stands now, whole; null when there is none.</summary>
    /// <exception cref="EventLogUnavailableException">Also <c>blob.missing</c> and <c>blob.corrupt</c>: a part of it is damaged.</exception>
    public ValueTask<FoundProposal?> FindAsync(ProposalId id, CancellationToken cancellationToken) => FindAsync(id, isWhole: true, cancellationToken);

    /// <summary>Finds a proposal as it stands now, with references in the place of the large strings of its input: for who needs only its answer and its effects.</summary>
    public ValueTask<FoundProposal?> GlanceAsync(ProposalId id, CancellationToken cancellationToken) => FindAsync(id, isWhole: false, cancellationToken);

    private async ValueTask<FoundProposal?> FindAsync(ProposalId id, bool isWhole, CancellationToken cancellationToken)
    {
        FoundProposal? found = null;
        await foreach (var record in log.ReadStreamAsync(id.Stream, cancellationToken: cancellationToken))
        {
            found = record.Type switch
            {
                GateEvents.Decided => await ReadAsync(record, isWhole, cancellationToken),
                GateEvents.Executed when found is not null => found with { Answer = found.Answer with { State = StateOf(record) }, Version = record.Version },
                _ => found is null ? null : found with { Version = record.Version },
            };
        }

        return found;
    }

    private async ValueTask<FoundProposal?> ReadAsync(EventRecord record, bool isWhole, CancellationToken cancellationToken)
    {
        if (await PayloadAsync(record, isWhole, cancellationToken) is not { } payload || !payload.TryGet("answer", out var value) || value is not RegoObject json)
        {
            return null;
        }

        var answer = AnswerJson.Read(json) with { Position = record.Position };
        return new FoundProposal(answer, await InputAsync(payload, isWhole, cancellationToken), record.Agent, record.Version)
        {
            IsLocalDisk = payload.TryGet("localDisk", out var isLocal) && isLocal.Equals(RegoBoolean.True),
        };
    }

    private async ValueTask<RegoObject> InputAsync(RegoObject payload, bool isWhole, CancellationToken cancellationToken)
    {
        if (payload.TryGet("sameAs", out var same) && same is RegoNumber position)
        {
            var first = await log.GetAsync(new Position((long)position.ToDouble()), cancellationToken);
            payload = first is null ? RegoObject.Empty : await PayloadAsync(first, isWhole, cancellationToken) ?? RegoObject.Empty;
        }

        return payload.TryGet("input", out var input) && input is RegoObject document ? document : RegoObject.Empty;
    }

    private async ValueTask<RegoObject?> PayloadAsync(EventRecord record, bool isWhole, CancellationToken cancellationToken)
    {
        var isParted = isWhole && record.Schema == PayloadParts.PartedSchema && blobs is not null && !record.Payload.IsEmpty;
        return Payload(isParted ? await PayloadParts.LoadAsync(record.Payload, blobs!, cancellationToken) : record.Payload);
    }

    private static string StateOf(EventRecord record) =>
        Payload(record.Payload) is { } payload && payload.TryGet("outcome", out var value) && value is RegoString state ? state.Value : "unknown";

    // A payload that was erased or archived is empty; the proposal is then known by its envelope only.
    private static RegoObject? Payload(ReadOnlyMemory<byte> payload) =>
        RegoValue.TryParseJson(payload.Span, out var value, out _) ? value as RegoObject : null;
}
