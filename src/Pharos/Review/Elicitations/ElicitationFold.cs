using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Pharos.Events;

namespace Pharos.Review.Elicitations;

/// <summary>What each event makes of an elicitation. Which events may follow each other is decided before they are appended, in <see cref="ElicitationSteps"/>.</summary>
public static class ElicitationFold
{
    /// <summary>The elicitation after one more event of its stream; null before its first, and where its question was erased.</summary>
    public static Elicitation? Apply(Elicitation? item, EventRecord record)
    {
        if (record.Type == ElicitationEvents.Requested)
        {
            // An erased question leaves one that nobody can answer; it is as if it had never been asked.
            return Read(record.Payload, ElicitationJson.Default.ElicitationQuestion) is not { } question ? null : new Elicitation
            {
                Id = record.Stream.Id,
                Question = question,
                RequestedAt = record.At,
                Version = record.Version,
            };
        }

        return item is null ? null : End(item, record.Type, record.At, record.Actor, record.Payload) with { Version = record.Version };
    }

    /// <summary>The elicitation after an event that was just appended behind the version it has.</summary>
    internal static Elicitation Apply(Elicitation item, NewEvent appended) =>
        End(item, appended.Type, appended.At, appended.Actor, appended.Payload) with { Version = item.Version + 1 };

    private static Elicitation End(Elicitation item, string type, DateTimeOffset at, Actor by, ReadOnlyMemory<byte> payload) => type switch
    {
        ElicitationEvents.Accepted => Ended(item, ElicitationState.Accepted, at, by) with
        {
            Content = Read(payload, ElicitationJson.Default.AnswerStep)?.Content,
            IsMasked = Read(payload, ElicitationJson.Default.AnswerStep) is { Masked: true },
        },
        ElicitationEvents.Declined => Ended(item, ElicitationState.Declined, at, by) with { Reason = ReasonOf(payload) },
        ElicitationEvents.Cancelled => Ended(item, ElicitationState.Cancelled, at, by) with { Reason = ReasonOf(payload) },
        ElicitationEvents.Expired => Ended(item, ElicitationState.Expired, at, by),
        _ => item,
    };

    private static Elicitation Ended(Elicitation item, ElicitationState state, DateTimeOffset at, Actor by) =>
        item with { Closed = state, ClosedAt = at, ClosedBy = by.Kind == ActorKind.System ? null : by.Id };

    private static string? ReasonOf(ReadOnlyMemory<byte> payload) => Read(payload, ElicitationJson.Default.EndStep)?.Reason;

    private static T? Read<T>(ReadOnlyMemory<byte> payload, JsonTypeInfo<T> type)
        where T : class =>
        payload.IsEmpty ? null : JsonSerializer.Deserialize(payload.Span, type);
}
