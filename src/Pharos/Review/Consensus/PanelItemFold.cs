using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Pharos.Events;

namespace Pharos.Review.Consensus;

/// <summary>The panel as it was recorded. Which events may follow each other is decided in <see cref="PanelSteps"/>.</summary>
internal static class PanelItemFold
{
    /// <summary>The panel after one more event of its stream; null before its first.</summary>
    public static PanelItem? Apply(PanelItem? item, EventRecord record)
    {
        if (record.Type == PanelEvents.Opened)
        {
            // An erased request leaves a panel that nobody can conclude; the review is with people as if there had never been one.
            return Read(record, PanelJson.Default.PanelRequest) is not { } request ? null : new PanelItem { Request = request, OpenedAt = record.At, Version = record.Version };
        }

        return item is null ? null : Step(item, record) with { Version = record.Version };
    }

    private static PanelItem Step(PanelItem item, EventRecord record) => record.Type switch
    {
        PanelEvents.Cast when Read(record, PanelJson.Default.PanelVote) is { } vote => item with { Votes = [.. item.Votes, vote] },
        PanelEvents.Refused when Read(record, PanelJson.Default.PanelRefusal) is { } refusal => item with { Refusals = [.. item.Refusals, refusal] },
        PanelEvents.Missed when Read(record, PanelJson.Default.PanelMiss) is { } miss => item with { Missed = [.. item.Missed, miss] },
        PanelEvents.Concluded => item with
        {
            Conclusion = Read(record, PanelJson.Default.PanelConclusion) ?? new PanelConclusion(PanelOutcome.Superseded, "the conclusion was erased", []),
            ConcludedAt = record.At,
        },
        _ => item,
    };

    private static T? Read<T>(EventRecord record, JsonTypeInfo<T> type)
        where T : class =>
        record.Payload.IsEmpty ? null : JsonSerializer.Deserialize(record.Payload.Span, type);
}
