using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Pharos.Events;

namespace Pharos.Review.Elicitations;

/// <summary>What each event makes of an elicitation. Which events may follow each other is decided before they are appended, in <see cref="ElicitationSteps"/>.</summary>
public static class ElicitationFold
{
    /// <summary>The elicitation after one more event of its stream; null before its first.</summary>
    public static Elicitation? Apply(Elicitation? item, EventRecord record)
    {
        if (record.Type == ElicitationEvents.Requested)
        {
            // An erased question leaves one that nobody can answer; it is as if it had never been asked.
            return Read(record, ElicitationJson.Default.ElicitationQuestion) is not { } question ? null : new Elicitation
            {
                Id = record.Stream.Id,
                Question = question,
                RequestedAt = record.At,
                Version = record.Version,
            };
        }

        return item is null ? null : End(item, record) with { Version = record.Version };
    }

    private static Elicitation End(Elicitation item, EventRecord record) => record.Type switch
    {
        ElicitationEvents.Accepted => Ended(item, ElicitationState.Accepted, record) with
        {
            Content = Read(record, ElicitationJson.Default.AnswerStep)?.Content,
            IsMasked = Read(record, ElicitationJson.Default.AnswerStep) is { Masked: true },
        },
        ElicitationEvents.Declined => Ended(item, ElicitationState.Declined, record),
        ElicitationEvents.Cancelled => Ended(item, ElicitationState.Cancelled, record),
        ElicitationEvents.Expired => Ended(item, ElicitationState.Expired, record),
        _ => item,
    };

    private static Elicitation Ended(Elicitation item, ElicitationState state, EventRecord record) => item with
    {
        Closed = state,
        ClosedAt = record.At,
        ClosedBy = record.Actor.Kind == ActorKind.System ? null : record.Actor.Id,
        Reason = record.Type == ElicitationEvents.Accepted ? null : Read(record, ElicitationJson.Default.EndStep)?.Reason,
    };

    private static T? Read<T>(EventRecord record, JsonTypeInfo<T> type)
        where T : class =>
        record.Payload.IsEmpty ? null : JsonSerializer.Deserialize(record.Payload.Span, type);
}
