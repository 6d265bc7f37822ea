using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pharos.Cli.Bench;

/// <summary>A proposal as the baseline reads it.</summary>
internal sealed record HttpBareProposal(string Kind, string Tool, JsonElement Input, string? Workspace, string? Cwd);

/// <summary>An answer as the baseline writes it. What it has no use for is carried along, so that the sizes are the same.</summary>
internal sealed record HttpBareAnswer(
    Guid Id,
    string Decision,
    string State,
    bool Enforced,
    string Mode,
    string Tier,
    string Rule,
    string Reason,
    double Score,
    IReadOnlyList<HttpBareEvidence> Evidence,
    string PolicyVersion,
    string Degradation,
    string? DecidedBy,
    long ElapsedMicroseconds,
    long? Position,
    JsonElement? Facts,
    [property: JsonIgnore] string? Tool = null);

/// <summary>A part of the proposal that a rule points at.</summary>
internal sealed record HttpBareEvidence(string Segment, string Why);

/// <summary>The JSON of the baseline.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HttpBareProposal))]
[JsonSerializable(typeof(HttpBareAnswer))]
internal sealed partial class HttpBareJson : JsonSerializerContext;
