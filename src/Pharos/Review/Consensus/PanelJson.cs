using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pharos.Review.Consensus;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(PanelRequest))]
[JsonSerializable(typeof(PanelVote))]
[JsonSerializable(typeof(PanelRefusal))]
[JsonSerializable(typeof(PanelMiss))]
[JsonSerializable(typeof(PanelConclusion))]
[JsonSerializable(typeof(List<PanelItem>))]
internal sealed partial class PanelJson : JsonSerializerContext;
