using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pharos.Review;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(ReviewRequest))]
[JsonSerializable(typeof(ReviewVerdict))]
[JsonSerializable(typeof(ReviewItem))]
[JsonSerializable(typeof(List<ReviewItem>))]
[JsonSerializable(typeof(ProposalNamed))]
[JsonSerializable(typeof(HoldStep))]
[JsonSerializable(typeof(SnoozeStep))]
[JsonSerializable(typeof(EscalateStep))]
[JsonSerializable(typeof(CloseStep))]
[JsonSerializable(typeof(ToldStep))]
[JsonSerializable(typeof(NoteStep))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class ReviewJson : JsonSerializerContext;

/// <summary>Payload of an event about one proposal: whether it was served by an approval that was given before, and whether by the input that was approved instead.</summary>
internal sealed record ProposalNamed(Guid Proposal, bool ByTicket = false, bool Edited = false);

/// <summary>Payload of a claim and of its renewals.</summary>
internal sealed record HoldStep(DateTimeOffset Until, string? TakenFrom = null);

/// <summary>Payload of setting aside.</summary>
internal sealed record SnoozeStep(DateTimeOffset Until, DateTimeOffset ExpiresAt, string? Reason = null);

/// <summary>Payload of handing up.</summary>
internal sealed record EscalateStep(int Level, string? Reason = null);

/// <summary>Payload of closing without a verdict, and of running late.</summary>
internal sealed record CloseStep(string Why);

/// <summary>Payload of telling somebody.</summary>
internal sealed record ToldStep(string Channel, string Recipient, string? Problem = null, int Level = 0, ReviewLateness Lateness = ReviewLateness.OnTime);

/// <summary>Payload of the small steps: who did it stands in the envelope.</summary>
internal sealed record NoteStep(string? Reason = null, string? Link = null);
