using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Pharos.Events;

namespace Pharos.Review;

/// <summary>The state machine as it was recorded: what each event makes of a review. Which events may follow each other is decided before they are appended, in <see cref="ReviewSteps"/>.</summary>
internal static class ReviewItemFold
{
    /// <summary>The review after one more event of its stream; null before its first.</summary>
    public static ReviewItem? Apply(ReviewItem? item, EventRecord record)
    {
        if (record.Type == ReviewEvents.Requested)
        {
            // An erased request leaves a review that nobody can judge; it is as if it had never been asked.
            return Read(record, ReviewJson.Default.ReviewRequest) is not { } request ? null : new ReviewItem
            {
                Id = record.Stream.Id,
                Request = request,
                RequestedAt = record.At,
                Version = record.Version,
                Revision = record.Version,
                ExpiresAt = request.ExpiresAt,
            };
        }

        return item is null ? null : Step(item, record) with { Version = record.Version, Revision = IsAside(record.Type) ? item.Revision : record.Version };
    }

    private static ReviewItem Step(ReviewItem item, EventRecord record) => record.Type switch
    {
        ReviewEvents.Joined => item with { Joined = Appended(item.Joined, Named(record)) },
        ReviewEvents.Told => Read(record, ReviewJson.Default.ToldStep) is { } told ? Told(item, told, record.At) : item,
        ReviewEvents.Claimed => item with { Holder = record.Actor.Id, HeldUntil = Read(record, ReviewJson.Default.HoldStep)?.Until, SnoozedUntil = null },
        ReviewEvents.Renewed => item with { HeldUntil = Read(record, ReviewJson.Default.HoldStep)?.Until },
        ReviewEvents.Released => item with { HeldUntil = null },
        ReviewEvents.Snoozed => Read(record, ReviewJson.Default.SnoozeStep) is { } snooze
            ? item with { SnoozedUntil = snooze.Until, ExpiresAt = snooze.ExpiresAt, HeldUntil = null }
            : item,
        ReviewEvents.Escalated => item with { Level = Read(record, ReviewJson.Default.EscalateStep)?.Level ?? item.Level + 1, HeldUntil = null, SnoozedUntil = null },
        ReviewEvents.Endorsed => Used(item, Read(record, ReviewJson.Default.NoteStep)?.Link) with { Endorsed = [.. item.Endorsed, record.Actor.Id], HeldUntil = null },
        ReviewEvents.Verdict => Read(record, ReviewJson.Default.ReviewVerdict) is { } verdict
            ? Used(item, verdict.Link) with { Verdict = verdict, HeldUntil = null }
            : item with { Closed = ReviewState.Superseded, ClosedWhy = "the verdict was erased", ClosedAt = record.At },
        ReviewEvents.Undone => item with { Verdict = null, Closed = null, ClosedWhy = null, ClosedAt = null, Endorsed = [], Holder = record.Actor.Id, HeldUntil = record.At + ReviewOptions.Lease },
        ReviewEvents.Delivered => item with
        {
            Delivered = Appended(item.Delivered, Named(record)),
            ServedByTicket = item.ServedByTicket ?? (Read(record, ReviewJson.Default.ProposalNamed) is { ByTicket: true, Edited: false } served ? served.Proposal : null),
            IsEditedServed = item.IsEditedServed || Read(record, ReviewJson.Default.ProposalNamed) is { Edited: true },
        },
        ReviewEvents.Withheld => item with { Withheld = Appended(item.Withheld, Named(record)) },
        ReviewEvents.EditedOffered => item with { EditedOfferedAt = item.EditedOfferedAt ?? record.At },
        ReviewEvents.Expired => item with { Closed = ReviewState.Expired, ClosedWhy = Why(record), ClosedAt = record.At, HeldUntil = null },
        ReviewEvents.Superseded => item with { Closed = ReviewState.Superseded, ClosedWhy = Why(record), ClosedAt = record.At, HeldUntil = null },
        ReviewEvents.Overdue => item with { IsOverdue = true },
        _ => item,
    };

    private static ReviewItem Told(ReviewItem item, ToldStep step, DateTimeOffset at)
    {
        var name = $"{step.Channel} {step.Recipient}";
        var before = item.Tellings.FirstOrDefault(telling => telling.Channel == step.Channel && telling.Recipient == step.Recipient) ?? new ReviewTelling(step.Channel, step.Recipient);
        return item with
        {
            Told = step.Problem is not null || item.Told.Contains(name) ? item.Told : [.. item.Told, name],
            Tellings = [.. item.Tellings.Where(telling => telling != before), before.After(step, at)],
        };
    }

    // A thousand callers may join a review, and copying the list for each would make reading it take a million steps.
    private static ImmutableList<Guid> Appended(IReadOnlyList<Guid> known, Guid next) => (known as ImmutableList<Guid> ?? [.. known]).Add(next);

    private static ReviewItem Used(ReviewItem item, string? link) => link is null ? item : item with { UsedLinks = [.. item.UsedLinks, link] };

    private static bool IsAside(string type) => type is ReviewEvents.Told or ReviewEvents.Joined or ReviewEvents.Withheld or ReviewEvents.EditedOffered or ReviewEvents.Renewed;

    private static Guid Named(EventRecord record) => Read(record, ReviewJson.Default.ProposalNamed)?.Proposal ?? Guid.Empty;

    private static string? Why(EventRecord record) => Read(record, ReviewJson.Default.CloseStep)?.Why;

    private static T? Read<T>(EventRecord record, JsonTypeInfo<T> type)
        where T : class =>
        record.Payload.IsEmpty ? null : JsonSerializer.Deserialize(record.Payload.Span, type);
}
