using System.Text.Json;
using System.Text.Json.Serialization;
using Pharos.Agents;

namespace Pharos.Review.Experts;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(Expert))]
[JsonSerializable(typeof(List<Expert>))]
[JsonSerializable(typeof(RegisterStep))]
[JsonSerializable(typeof(SuspendStep))]
[JsonSerializable(typeof(LostStep))]
internal sealed partial class ExpertJson : JsonSerializerContext;

/// <summary>Payload of a registration.</summary>
internal sealed record RegisterStep(string Id, Role Role, int Generation, ExpertProfile Profile);

/// <summary>Payload of a suspension and of its end.</summary>
internal sealed record SuspendStep(string? Reason = null);

/// <summary>Payload of being lost.</summary>
internal sealed record LostStep(DateTimeOffset LastSeen);
