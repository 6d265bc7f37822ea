using System.Text.Json;

namespace Pharos.Server.Proposals;

/// <summary>
/// The wire shape of a proposal. The hot path reads it with <c>ProposalReader</c> and writes answers with <c>AnswerJson</c>; these records describe the shapes
/// for the OpenAPI document and are what the tests read answers with, which keeps both true.
/// </summary>
internal sealed record ProposalContract(
    string Kind,
    string Tool,
    JsonElement Input,
    string? Workspace = null,
    string? Cwd = null,
    AgentReferenceContract? Agent = null,
    HostContract? Host = null,
    Guid? OperationId = null);

/// <summary>The agent as the caller names it.</summary>
internal sealed record AgentReferenceContract(string? Id = null, string? Session = null, string? Subagent = null);

/// <summary>The account the agent runs under.</summary>
internal sealed record HostContract(string Home, string User);

/// <summary>The wire shape of an answer.</summary>
internal sealed record AnswerContract(
    Guid Id,
    string Decision,
    string State,
    bool Enforced,
    string Mode,
    string Tier,
    string Rule,
    string Reason,
    double Score,
    IReadOnlyList<EvidenceContract> Evidence,
    string PolicyVersion,
    string Degradation,
    Guid? Review,
    string? DecidedBy,
    JsonElement? Edited,
    JsonElement? Grant,
    long ElapsedMicroseconds,
    long? Position,
    JsonElement? Facts = null);

/// <summary>A part of the proposal that a rule points at.</summary>
internal sealed record EvidenceContract(string Segment, string Why);

/// <summary>Many proposals; a bare array is accepted too.</summary>
internal sealed record BatchContract(IReadOnlyList<ProposalContract> Proposals);

/// <summary>An answer or a problem for each proposal, in their order.</summary>
internal sealed record BatchAnswerContract(IReadOnlyList<JsonElement> Results);

/// <summary>Earlier decisions on the same effects, newest first.</summary>
internal sealed record SimilarContract(IReadOnlyList<AnswerContract> Similar);

/// <summary>What became of a proposal.</summary>
internal sealed record OutcomeContract(string Outcome, string? Detail = null);

/// <summary>Where the report stands in the log, and whether it is a bypass: denied, and run all the same.</summary>
internal sealed record OutcomeAnswerContract(Guid Id, long Position, bool Bypassed);

/// <summary>What became of many proposals.</summary>
internal sealed record OutcomesContract(IReadOnlyList<ProposalOutcomeContract> Outcomes);

/// <summary>What became of one of many.</summary>
internal sealed record ProposalOutcomeContract(string Proposal, string Outcome, string? Detail = null);
