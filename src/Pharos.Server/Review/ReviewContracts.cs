using System.Text.Json;
using Pharos.Review;
using Pharos.Review.Consensus;

namespace Pharos.Server.Review;

/// <summary>The wire shape of a review.</summary>
internal sealed record ReviewContract(
    Guid Id,
    Guid ProposalId,
    string Kind,
    string Tool,
    string Risk,
    string State,
    long Version,
    string Summary,
    string Rule,
    string Reason,
    string Agent,
    string? Session,
    string Workspace,
    string? Holder,
    DateTimeOffset? HeldUntil,
    DateTimeOffset? SnoozedUntil,
    DateTimeOffset RequestedAt,
    DateTimeOffset DueAt,
    DateTimeOffset ExpiresAt,
    string OnTimeout,
    string Sla,
    bool Overdue,
    int Level,
    int People,
    IReadOnlyList<string> Endorsed,
    int Joined,
    IReadOnlyList<string> Told,
    bool Untold,
    bool Delivered,
    VerdictShownContract? Verdict,
    string? ClosedWhy,
    DateTimeOffset? ClosedAt,
    ReviewPanelContract? Panel = null)
{
    public static ReviewContract Of(ReviewItem item, DateTimeOffset now, PanelItem? panel = null) => new(
        item.Id,
        item.Request.Proposal,
        item.Request.Kind,
        item.Request.Tool,
        ReviewRisks.NameOf(item.Request.Risk),
        ReviewStates.NameOf(item.StateAt(now)),
        item.Version,
        item.Request.Summary,
        item.Request.Rule,
        item.Request.Reason,
        item.Request.Agent,
        item.Request.Session,
        item.Request.Workspace,
        item.HolderAt(now),
        item.HolderAt(now) is null ? null : item.HeldUntil,
        item.SnoozedUntil > now ? item.SnoozedUntil : null,
        item.RequestedAt,
        item.Request.DueAt,
        item.ExpiresAt,
        TimeoutActions.NameOf(item.Request.OnTimeout),
        item.SlaAt(now),
        item.IsOverdue,
        item.Level,
        item.Request.People,
        item.Endorsed,
        item.Joined.Count,
        item.Told,
        item.IsUntoldAt(now),
        item.Delivered.Count > 0,
        item.Verdict is { } verdict ? VerdictShownContract.Of(verdict) : null,
        item.ClosedWhy,
        item.ClosedAt,
        panel is null ? null : ReviewPanelContract.Of(panel));
}

/// <summary>The experts who are asked about a review, in short: <c>open</c> or what came of it, and how many have voted.</summary>
internal sealed record ReviewPanelContract(string State, int Voted, int Seats, int Need, DateTimeOffset Deadline)
{
    public static ReviewPanelContract Of(PanelItem panel) => new(
        panel.Conclusion is { } made ? PanelOutcomes.NameOf(made.Outcome) : "open", panel.Votes.Count, panel.Request.Seats.Count, panel.Request.Need, panel.Request.Deadline);
}

/// <summary>A verdict as it was given.</summary>
internal sealed record VerdictShownContract(string Verdict, string By, DateTimeOffset At, string? Reason, JsonElement? Edited, Guid? Grant, IReadOnlyList<string> Endorsed, string Via)
{
    public static VerdictShownContract Of(ReviewVerdict verdict) =>
        new(VerdictKinds.NameOf(verdict.Verdict), verdict.By, verdict.At, verdict.Reason, verdict.Edited, verdict.Grant, verdict.Endorsed, verdict.Via);
}

/// <summary>A page of reviews; <c>next</c> is the <c>after</c> of the following one, <c>tag</c> the <c>seen</c> of the next look.</summary>
internal sealed record ReviewListContract(IReadOnlyList<ReviewContract> Items, string? Next, int Open, string Tag);

/// <summary>A review with the proposal it is about and what helps to judge it.</summary>
internal sealed record ReviewDetailContract(
    ReviewContract Review,
    JsonElement Proposal,
    JsonElement Input,
    IReadOnlyList<EarlierDecisionContract> Similar,
    IReadOnlyList<EarlierDecisionContract> LastActions,
    string? Diff,
    JsonElement? Panel,
    IReadOnlyList<ReviewCollaborationContract> Collaborations,
    IReadOnlyList<JsonElement> Thread);

/// <summary>A session in which the agent took part when it proposed.</summary>
internal sealed record ReviewCollaborationContract(
    Guid Id,
    string Kind,
    string? Mode,
    string Objective,
    string State,
    string Role,
    IReadOnlyList<JsonElement> Participants,
    IReadOnlyList<JsonElement> Suggestions,
    IReadOnlyList<JsonElement> Decisions,
    IReadOnlyList<JsonElement> Messages,
    IReadOnlyList<JsonElement> Context);

/// <summary>An earlier decision: what became of it, and the verdict where a person gave one.</summary>
internal sealed record EarlierDecisionContract(Guid Id, DateTimeOffset At, string Agent, string Summary, string Decision, string Rule, string Outcome, EarlierVerdictContract? Verdict);

/// <summary>What a person said of an earlier decision.</summary>
internal sealed record EarlierVerdictContract(string Verdict, string By, string? Reason);

/// <summary>The body of a step; every member may be left out where the step does not need it.</summary>
internal sealed record ReviewStepContract(bool Takeover = false, DateTimeOffset? Until = null, string? Reason = null, long? Version = null);

/// <summary>A verdict.</summary>
internal sealed record VerdictContract(string Verdict, string? Reason = null, JsonElement? Edited = null, GrantRequestContract? Grant = null, long? Version = null);

/// <summary>"Again": for whom, and until when.</summary>
internal sealed record GrantRequestContract(string Scope, DateTimeOffset? Until = null);

/// <summary>One verdict on several reviews.</summary>
internal sealed record BulkVerdictContract(IReadOnlyList<BulkItemContract> Items, string Verdict, string? Reason = null);

/// <summary>One of several reviews, and the version of it that was seen.</summary>
internal sealed record BulkItemContract(Guid Id, long? Version = null);

/// <summary>What came of each, in their order.</summary>
internal sealed record BulkResultContract(IReadOnlyList<BulkItemResultContract> Results);

/// <summary>What came of one: the review as it stands, and the problem when it was not judged.</summary>
internal sealed record BulkItemResultContract(Guid Id, string? Problem, string? Detail, ReviewContract? Review);
