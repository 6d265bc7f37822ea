using System.Text.Json.Serialization;

namespace Pharos.Review.Collaborations;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(Collaboration))]
[JsonSerializable(typeof(CollaborationHead))]
[JsonSerializable(typeof(CollaborationBoardSnapshot))]
[JsonSerializable(typeof(StartedStep))]
[JsonSerializable(typeof(InvitedStep))]
[JsonSerializable(typeof(RemovedStep))]
[JsonSerializable(typeof(TextStep))]
[JsonSerializable(typeof(DecidedStep))]
[JsonSerializable(typeof(SuggestedStep))]
[JsonSerializable(typeof(JudgedStep))]
[JsonSerializable(typeof(ModifiedStep))]
[JsonSerializable(typeof(ProposedStep))]
[JsonSerializable(typeof(AttachedStep))]
internal sealed partial class CollaborationJson : JsonSerializerContext;

/// <summary>Payload of a start.</summary>
internal sealed record StartedStep(string Kind, PairMode? Mode, string Objective, IReadOnlyList<InvitedStep> Participants, TimeSpan Idle, IReadOnlyList<string> Capabilities, PartnerMatch? Match);

/// <summary>Payload of asking somebody.</summary>
internal sealed record InvitedStep(string Agent, string Role);

/// <summary>Payload of removing somebody.</summary>
internal sealed record RemovedStep(string Agent, string? Text = null);

/// <summary>Payload of what needs at most a text: who did it stands in the envelope.</summary>
internal sealed record TextStep(string? Text = null, int? About = null);

/// <summary>Payload of a decision.</summary>
internal sealed record DecidedStep(string Text, string Reason);

/// <summary>Payload of a suggestion.</summary>
internal sealed record SuggestedStep(string File, SuggestedChange Change);

/// <summary>Payload of judging a suggestion.</summary>
internal sealed record JudgedStep(int Number, int Revision, string? Reason = null, bool IsWithdrawn = false);

/// <summary>Payload of another version of a suggestion; a final one is agreed on with it.</summary>
internal sealed record ModifiedStep(int Number, SuggestedChange Change, bool IsFinal);

/// <summary>Payload of naming the proposal that carries a suggestion out.</summary>
internal sealed record ProposedStep(int Number, Guid Proposal, bool? IsSame = null);

/// <summary>Payload of attaching a text.</summary>
internal sealed record AttachedStep(string Hash, long Size, string MediaType, string Name, DateTimeOffset ExpiresAt);
