using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pharos.Review.Elicitations;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(ElicitationQuestion))]
[JsonSerializable(typeof(AnswerStep))]
[JsonSerializable(typeof(EndStep))]
[JsonSerializable(typeof(ElicitationBoardSnapshot))]
internal sealed partial class ElicitationJson : JsonSerializerContext;

/// <summary>Payload of an answer.</summary>
internal sealed record AnswerStep(JsonElement Content, bool Masked = false);

/// <summary>Payload of every other end.</summary>
internal sealed record EndStep(string? Reason = null);
