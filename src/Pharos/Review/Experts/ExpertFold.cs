using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Pharos.Agents;
using Pharos.Events;

namespace Pharos.Review.Experts;

/// <summary>What each event makes of an expert.</summary>
internal static class ExpertFold
{
    /// <summary>The expert after one more event of its two streams; null before its registration.</summary>
    public static Expert? Apply(Expert? expert, EventRecord record)
    {
        if (record.Stream.Category == ExpertId.PresenceCategory)
        {
            // What does not move the registration does not move its version.
            return expert is null ? null : record.Type switch
            {
                ExpertEvents.Seen => expert with { LastSeen = record.At, IsLost = false },
                ExpertEvents.Lost => expert with { IsLost = true },
                _ => expert,
            };
        }

        return record.Type switch
        {
            ExpertEvents.Registered when Read(record, ExpertJson.Default.RegisterStep) is { } step => new Expert
            {
                Id = step.Id,
                Role = step.Role,
                Profile = step.Profile,
                Generation = step.Generation,
                RegisteredAt = record.At,
                LastSeen = record.At,
                Version = record.Version,
                SuspendedBy = expert?.SuspendedBy,
                SuspendedWhy = expert?.SuspendedWhy,
            },
            ExpertEvents.Registered => record.Agent is not { } id ? expert : Nameless(id, expert, record),
            ExpertEvents.Suspended => expert is null ? null : expert with { SuspendedBy = record.Actor.Id, SuspendedWhy = Read(record, ExpertJson.Default.SuspendStep)?.Reason, Version = record.Version },
            ExpertEvents.Resumed => expert is null ? null : expert with { SuspendedBy = null, SuspendedWhy = null, Version = record.Version },
            _ => expert is null ? null : expert with { Version = record.Version },
        };
    }

    // An erased registration leaves one that takes no task. Its key and its suspension stay what they were, or erasing it would bring back an older key, and let a suspended one start anew.
    private static Expert Nameless(string id, Expert? expert, EventRecord record) => new()
    {
        Id = id,
        Role = Role.Agent,
        Profile = new ExpertProfile { Kinds = [] },
        Generation = (expert?.Generation ?? 0) + 1,
        RegisteredAt = record.At,
        LastSeen = record.At,
        Version = record.Version,
        SuspendedBy = expert?.SuspendedBy,
        SuspendedWhy = expert?.SuspendedWhy,
    };

    private static T? Read<T>(EventRecord record, JsonTypeInfo<T> type)
        where T : class =>
        record.Payload.IsEmpty ? null : JsonSerializer.Deserialize(record.Payload.Span, type);
}
