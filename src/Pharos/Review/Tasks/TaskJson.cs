using System.Text.Json;
using System.Text.Json.Serialization;
using Pharos.Review.Experts;

namespace Pharos.Review.Tasks;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(TaskRequest))]
[JsonSerializable(typeof(TaskItem))]
[JsonSerializable(typeof(TaskResult))]
[JsonSerializable(typeof(AssignStep))]
[JsonSerializable(typeof(HeldStep))]
[JsonSerializable(typeof(ProgressStep))]
[JsonSerializable(typeof(WhyStep))]
[JsonSerializable(typeof(BoardSnapshot))]
internal sealed partial class TaskJson : JsonSerializerContext;

/// <summary>Payload of an assignment.</summary>
internal sealed record AssignStep(string To, DateTimeOffset Until, ExpertChoice Choice);

/// <summary>Payload of a claim.</summary>
internal sealed record HeldStep(DateTimeOffset Until);

/// <summary>Payload of a report of progress.</summary>
internal sealed record ProgressStep(DateTimeOffset Until, int? Percent = null, string? Note = null);

/// <summary>Payload of a step that needs only a reason: unplaced, declined, returned, failed without an expert, expired, cancelled.</summary>
internal sealed record WhyStep(string Why, string? From = null, ReturnCause? Cause = null);
