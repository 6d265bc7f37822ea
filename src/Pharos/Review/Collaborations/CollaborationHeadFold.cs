using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Pharos.Events;

namespace Pharos.Review.Collaborations;

/// <summary>What each event makes of a session's head. Which events may follow each other is decided before they are appended, in <see cref="CollaborationSteps"/>.</summary>
internal static class CollaborationHeadFold
{
    /// <summary>The head after one more event of its stream; null before its first.</summary>
    public static CollaborationHead? Apply(CollaborationHead? head, EventRecord record)
    {
        if (record.Type == CollaborationEvents.Started)
        {
            // An erased start leaves a session that nobody takes part in; it is as if it had never been.
            return Read(record, CollaborationJson.Default.StartedStep) is not { } started ? null : new CollaborationHead
            {
                Id = record.Stream.Id,
                Kind = started.Kind,
                Mode = started.Mode,
                Objective = started.Objective,
                StartedBy = record.Actor.Id,
                StartedAt = record.At,
                Version = record.Version,
                Participants = [.. started.Participants.Select(one => new Participant(one.Agent, one.Role, one.Agent == record.Actor.Id ? Presence.Joined : Presence.Invited))],
                Capabilities = started.Capabilities,
                Match = started.Match,
                Idle = started.Idle,
                LastAt = record.At,
                Bytes = record.Payload.Length,
            };
        }

        return head is null ? null : Step(head, record) with { Version = record.Version, Bytes = head.Bytes + record.Payload.Length };
    }

    /// <summary>The payload of an event; null when it was erased.</summary>
    public static T? Read<T>(EventRecord record, JsonTypeInfo<T> type)
        where T : class =>
        record.Payload.IsEmpty ? null : JsonSerializer.Deserialize(record.Payload.Span, type);

    private static CollaborationHead Step(CollaborationHead head, EventRecord record) => record.Type switch
    {
        CollaborationEvents.Invited => Invited(Moved(head, record), record),
        CollaborationEvents.Removed => Removed(Moved(head, record), record),
        CollaborationEvents.Accepted or CollaborationEvents.Joined => Is(Moved(head, record), record.Actor.Id, Presence.Joined),
        CollaborationEvents.Left => Left(Moved(head, record), record),
        CollaborationEvents.Commented => Moved(head, record) with { Messages = head.Messages + 1 },
        CollaborationEvents.Decided => Moved(head, record) with { Decisions = head.Decisions + 1 },
        CollaborationEvents.Suggested => Moved(head, record) with { Suggestions = head.Suggestions + 1 },
        CollaborationEvents.ContextAttached => Moved(head, record) with { Contexts = head.Contexts + 1 },
        CollaborationEvents.Ended => Close(head, record, CollaborationStage.Ended, record.Actor.Id),
        CollaborationEvents.Expired => Close(head, record, CollaborationStage.Expired, null),
        _ => Moved(head, record),
    };

    private static CollaborationHead Moved(CollaborationHead head, EventRecord record) => head with { LastAt = record.At };

    // Who was removed and is asked again keeps the place, with the role of now.
    private static CollaborationHead Invited(CollaborationHead head, EventRecord record) => Read(record, CollaborationJson.Default.InvitedStep) is not { } invited ? head
        : head.Find(invited.Agent) is null ? head with { Participants = [.. head.Participants, new Participant(invited.Agent, invited.Role, Presence.Invited)] }
        : head with { Participants = [.. head.Participants.Select(one => one.Agent == invited.Agent ? new Participant(one.Agent, invited.Role, Presence.Invited) : one)] };

    // Whom an erased removal was about stands in the envelope, or erasing it would let them read again.
    private static CollaborationHead Removed(CollaborationHead head, EventRecord record) =>
        (Read(record, CollaborationJson.Default.RemovedStep)?.Agent ?? record.Agent) is { } agent ? Is(head, agent, Presence.Removed) : head;

    private static CollaborationHead Left(CollaborationHead head, EventRecord record)
    {
        var isDeclined = head.Find(record.Actor.Id) is { Presence: Presence.Invited };
        var left = Is(head, record.Actor.Id, isDeclined ? Presence.Declined : Presence.Left);
        return isDeclined && head.Partner?.Agent == record.Actor.Id ? Close(left, record, CollaborationStage.Declined, record.Actor.Id) : left;
    }

    private static CollaborationHead Close(CollaborationHead head, EventRecord record, CollaborationStage stage, string? by) => head with
    {
        Closed = stage,
        ClosedAt = record.At,
        ClosedBy = by,
        Summary = Read(record, CollaborationJson.Default.TextStep)?.Text,
    };

    private static CollaborationHead Is(CollaborationHead head, string agent, Presence presence) =>
        head with { Participants = [.. head.Participants.Select(one => one.Agent == agent ? one with { Presence = presence } : one)] };
}
