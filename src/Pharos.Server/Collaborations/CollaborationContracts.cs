namespace Pharos.Server.Collaborations;

/// <summary>What somebody who starts a session asks for.</summary>
internal sealed record CollaborationRequestContract(
    string Kind,
    string Objective,
    string? Mode = null,
    IReadOnlyList<ParticipantRequestContract>? Participants = null,
    IReadOnlyList<string>? Capabilities = null,
    string? Idle = null,
    string? Agent = null);

/// <summary>Somebody who is asked into a session.</summary>
internal sealed record ParticipantRequestContract(string Agent, string? Role = null);

/// <summary>A participant.</summary>
internal sealed record ParticipantContract(string Agent, string Role, string Presence);

/// <summary>Why this partner.</summary>
internal sealed record PartnerMatchContract(string Agent, double Score, IReadOnlyList<string> Why, int Considered, IReadOnlyList<PartnerRankContract> Next);

/// <summary>Who came next.</summary>
internal sealed record PartnerRankContract(string Agent, double Score);

/// <summary>A session without its texts.</summary>
internal sealed record CollaborationContract(
    Guid Id,
    string Kind,
    string? Mode,
    string Objective,
    string State,
    long Version,
    string StartedBy,
    DateTimeOffset StartedAt,
    DateTimeOffset LastAt,
    DateTimeOffset ExpiresAt,
    IReadOnlyList<ParticipantContract> Participants,
    IReadOnlyList<string> Capabilities,
    PartnerMatchContract? Match,
    int Messages,
    int Suggestions,
    int Decisions,
    int Context,
    DateTimeOffset? EndedAt,
    string? EndedBy,
    string? Summary);

/// <summary>A page of sessions; <c>next</c> is the <c>after</c> of the following one.</summary>
internal sealed record CollaborationListContract(IReadOnlyList<CollaborationContract> Items, Guid? Next, int Open);

/// <summary>A whole session; <c>at</c> is the position that was asked for.</summary>
internal sealed record CollaborationDetailContract(
    CollaborationContract Collaboration,
    long? At,
    IReadOnlyList<MessageContract> Messages,
    IReadOnlyList<SuggestionContract> Suggestions,
    IReadOnlyList<DecisionContract> Decisions,
    IReadOnlyList<SharedContextContract> Context);

/// <summary>Something that was said.</summary>
internal sealed record MessageContract(int Number, string By, DateTimeOffset At, string? Text, int? About);

/// <summary>Messages behind a number; <c>next</c> is the <c>after</c> of the next look.</summary>
internal sealed record MessageListContract(IReadOnlyList<MessageContract> Messages, int Next, string State);

/// <summary>Something to say.</summary>
internal sealed record MessageRequestContract(string Text, int? About = null, string? Agent = null);

/// <summary>Something that was decided.</summary>
internal sealed record DecisionContract(int Number, string By, DateTimeOffset At, string? Text, string? Reason);

/// <summary>Something to decide, and why.</summary>
internal sealed record DecisionRequestContract(string Text, string Reason, string? Agent = null);

/// <summary>A change to suggest, or to put in a suggestion's place.</summary>
internal sealed record SuggestionRequestContract(
    string? File = null, int? From = null, int? To = null, string? Text = null, string? Diff = null, string? Reason = null, int? Revision = null, string? Agent = null);

/// <summary>A suggestion as it stands.</summary>
internal sealed record SuggestionContract(
    int Number,
    string File,
    string State,
    string? JudgedBy,
    DateTimeOffset? JudgedAt,
    string? JudgedWhy,
    IReadOnlyList<RevisionContract> Revisions,
    IReadOnlyList<SuggestionProposalContract> Proposals);

/// <summary>One version of a suggestion.</summary>
internal sealed record RevisionContract(int Number, string By, DateTimeOffset At, int? From, int? To, string? Text, string? Diff, string? Reason);

/// <summary>A proposal that carries a suggestion out; <c>same</c> says whether it holds what was agreed on.</summary>
internal sealed record SuggestionProposalContract(Guid Proposal, string By, DateTimeOffset At, bool? Same);

/// <summary>The proposal that carries a suggestion out.</summary>
internal sealed record ProposalNamedContract(Guid Proposal, string? Agent = null);

/// <summary>The body of a small step; every member may be left out where the step does not need it.</summary>
internal sealed record CollaborationStepContract(string? Text = null, string? Summary = null, string? Reason = null, int? Revision = null, string? Agent = null);

/// <summary>Somebody more to ask in.</summary>
internal sealed record InvitationContract(string Participant, string? Role = null, string? Agent = null);

/// <summary>A text to attach.</summary>
internal sealed record ContextRequestContract(string Name, string Content, string MediaType = "text/plain", string? ExpiresIn = null, string? Agent = null);

/// <summary>A text that was attached.</summary>
internal sealed record SharedContextContract(string Hash, long Size, string MediaType, string Name, string By, DateTimeOffset At, DateTimeOffset ExpiresAt, bool Expired);
