using System.Runtime.CompilerServices;
using Pharos.Events;
using Pharos.Events.Blobs;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Gate.Replay;

/// <summary>Reads decisions back from the log, page by page, with the input each rests on.</summary>
/// <param name="log">The log.</param>
/// <param name="blobs">Where large strings of a record went; null when there are none.</param>
internal sealed class RecordedDecisions(IEventLog log, IBlobStore? blobs)
{
    private const int PageSize = 500;

    // Memory repeats a decision many times in a row; its first record is read once while it is in use.
    private const int MaximumFirst = 1_000;

    private readonly Dictionary<long, (RegoObject? Input, Tier Tier)> _first = [];

    public async IAsyncEnumerable<RecordedDecision> ReadAsync(ReplayRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new EventQuery { Type = GateEvents.Decided, Agent = range.Agent, From = range.Since, To = range.Until, Limit = PageSize };
        while (true)
        {
            var page = await log.QueryAsync(query, cancellationToken);
            foreach (var record in page.Events)
            {
                if (await ReadAsync(record, cancellationToken) is { } decision)
                {
                    yield return decision;
                }
            }

            if (page.Next is not { } next)
            {
                yield break;
            }

            query = query with { After = next };
        }
    }

    private async ValueTask<RecordedDecision?> ReadAsync(EventRecord record, CancellationToken cancellationToken)
    {
        var payload = await PayloadAsync(record, cancellationToken);
        var answer = payload is not null && payload.TryGet("answer", out var value) && value is RegoObject json ? AnswerJson.Read(json) : null;
        if (payload is null || answer is null)
        {
            return new RecordedDecision(record.Position, record.At, record.Agent ?? "", Unreadable, null, Tier.Policy);
        }

        var (input, tier) = payload.TryGet("sameAs", out var same) && same is RegoNumber position
            ? await FirstAsync((long)position.ToDouble(), cancellationToken)
            : (InputOf(payload), answer.Tier);
        return new RecordedDecision(record.Position, record.At, record.Agent ?? "", answer, input, tier);
    }

    private static Answer Unreadable { get; } = AnswerJson.Read(RegoObject.Empty);

    private async ValueTask<(RegoObject? Input, Tier Tier)> FirstAsync(long position, CancellationToken cancellationToken)
    {
        if (_first.TryGetValue(position, out var known))
        {
            return known;
        }

        if (_first.Count >= MaximumFirst)
        {
            _first.Clear();
        }

        var record = await log.GetAsync(new Position(position), cancellationToken);
        var payload = record is null ? null : await PayloadAsync(record, cancellationToken);
        var tier = payload is not null && payload.TryGet("answer", out var value) && value is RegoObject json ? AnswerJson.Read(json).Tier : Tier.Policy;
        return _first[position] = (payload is null ? null : InputOf(payload), tier);
    }

    private async ValueTask<RegoObject?> PayloadAsync(EventRecord record, CancellationToken cancellationToken)
    {
        var isParted = record.Schema == PayloadParts.PartedSchema && blobs is not null && !record.Payload.IsEmpty;
        var bytes = isParted ? await PayloadParts.LoadAsync(record.Payload, blobs!, cancellationToken) : record.Payload;
        return RegoValue.TryParseJson(bytes.Span, out var value, out _) ? value as RegoObject : null;
    }

    private static RegoObject? InputOf(RegoObject payload) => payload.TryGet("input", out var input) ? input as RegoObject : null;
}
