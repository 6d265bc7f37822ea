using Pharos.Events;
using Pharos.Gate.Memory;
using Pharos.Proposals;

namespace Pharos.Review;

/// <summary>A review as its events make it. Immutable; times pass without events, so the state is asked for a moment.</summary>
public sealed record ReviewItem
{
    /// <summary>Its identity.</summary>
    public required Guid Id { get; init; }

    /// <summary>What is asked.</summary>
    public required ReviewRequest Request { get; init; }

    /// <summary>When it was asked.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>Version of its stream; every change is made against it.</summary>
    public required long Version { get; init; }

    /// <summary>Version of the last change that matters to who judges: that somebody was told, or that the agent asked again, is none.</summary>
    public required long Revision { get; init; }

    /// <summary>Who holds it, or held it last.</summary>
    public string? Holder { get; init; }

    /// <summary>Until when the holder's lease lasts without activity.</summary>
    public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>Set aside until then.</summary>
    public DateTimeOffset? SnoozedUntil { get; init; }

    /// <summary>How often it was handed up.</summary>
    public int Level { get; init; }

    /// <summary>When the timeout acts; snoozing moves it.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Whether the time ran out and it stayed open.</summary>
    public bool IsOverdue { get; init; }

    /// <summary>People who approved while more are needed.</summary>
    public IReadOnlyList<string> Endorsed { get; init; } = [];

    /// <summary>The verdict; null while there is none.</summary>
    public ReviewVerdict? Verdict { get; init; }

    /// <summary>Set when it closed without a verdict: <see cref="ReviewState.Expired"/> or <see cref="ReviewState.Superseded"/>.</summary>
    public ReviewState? Closed { get; init; }

    /// <summary>Why it closed without a verdict.</summary>
    public string? ClosedWhy { get; init; }

    /// <summary>When it closed.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Proposals that joined; the first one is in the request.</summary>
    public IReadOnlyList<Guid> Joined { get; init; } = [];

    /// <summary>Proposals whose callers have the verdict.</summary>
    public IReadOnlyList<Guid> Delivered { get; init; } = [];

    /// <summary>Proposals whose callers did not get the approval, because a file had changed.</summary>
    public IReadOnlyList<Guid> Withheld { get; init; } = [];

    /// <summary>The proposal that the approval served because its own caller had gone; it serves no other one then. Null while it served none.</summary>
    public Guid? ServedByTicket { get; init; }

    /// <summary>When the caller was told to propose the edited input, because it cannot take another one; null when it was not.</summary>
    public DateTimeOffset? EditedOfferedAt { get; init; }

    /// <summary>Whether the edited input was proposed then and served.</summary>
    public bool IsEditedServed { get; init; }

    /// <summary>Everybody who was told, as <c>channel recipient</c>.</summary>
    public IReadOnlyList<string> Told { get; init; } = [];

    /// <summary>What each recipient was told, and what could not be told.</summary>
    public IReadOnlyList<ReviewTelling> Tellings { get; init; } = [];

    /// <summary>Hashes of links that were used up, also by verdicts that were taken back.</summary>
    public IReadOnlyList<string> UsedLinks { get; init; } = [];

    /// <summary>What was seen of the disk when the gate was asked about what is approved; null when nothing was looked at.</summary>
    internal Sighting? Seen => Verdict is { Edited: not null } edited ? edited.Seen : Request.Seen;

    /// <summary>The id.</summary>
    internal ReviewId ReviewId => new(Id);

    /// <summary>Its events belong to the matter of the first proposal.</summary>
    internal CorrelationId Correlation => new(Request.Proposal);

    /// <summary>Whether nothing more is to be judged.</summary>
    public bool IsClosed => Verdict is not null || Closed is not null;

    /// <summary>When it was judged, or closed without that; null while it is open.</summary>
    public DateTimeOffset? EndedAt => Verdict?.At ?? ClosedAt;

    /// <summary>
    /// What the queue is sorted by, the smallest first: the time it was asked, as if risky and escalated ones had been asked earlier. A fixed head start lets age win in the end, so
    /// that nothing waits for ever behind what keeps coming.
    /// </summary>
    public DateTimeOffset Urgency => RequestedAt - (Request.Risk switch { ReviewRisk.High => HighHeadStart, ReviewRisk.Medium => MediumHeadStart, _ => TimeSpan.Zero }) - (Level * LevelHeadStart);

    /// <summary>How much earlier a high risk counts.</summary>
    public static readonly TimeSpan HighHeadStart = TimeSpan.FromMinutes(30);

    /// <summary>How much earlier a medium risk counts.</summary>
    public static readonly TimeSpan MediumHeadStart = TimeSpan.FromMinutes(10);

    /// <summary>How much earlier each escalation counts.</summary>
    public static readonly TimeSpan LevelHeadStart = TimeSpan.FromMinutes(30);

    /// <summary>Where it stands at a moment. A lease that ran out and a time that was waited for need no event: the item is simply back.</summary>
    public ReviewState StateAt(DateTimeOffset now) =>
        Verdict is { } verdict ? verdict.Verdict switch { VerdictKind.Approve => ReviewState.Approved, VerdictKind.Reject => ReviewState.Rejected, _ => ReviewState.Responded }
        : Closed ?? (HolderAt(now) is not null ? ReviewState.Claimed
            : SnoozedUntil > now ? ReviewState.Snoozed
            : Level > 0 ? ReviewState.Escalated
            : ReviewState.Waiting);

    /// <summary>Who holds it at a moment; null when nobody does.</summary>
    public string? HolderAt(DateTimeOffset now) => !IsClosed && HeldUntil > now ? Holder : null;

    /// <summary>How the agreed time stands: <c>ok</c>, <c>warning</c> from 80 % on, <c>breached</c>.</summary>
    public string SlaAt(DateTimeOffset now)
    {
        var end = EndedAt ?? now;
        return end >= Request.DueAt ? "breached" : end >= RequestedAt + ((Request.DueAt - RequestedAt) * SlaWarningShare) ? "warning" : "ok";
    }

    /// <summary>How pressing it is at a moment.</summary>
    public ReviewStage StageAt(DateTimeOffset now) =>
        new(Level, IsOverdue ? ReviewLateness.Overdue : SlaAt(now) == "ok" ? ReviewLateness.OnTime : ReviewLateness.Warning);

    /// <summary>Whether it has waited for a while, and nobody was told or has ever taken it.</summary>
    public bool IsUntoldAt(DateTimeOffset now) => !IsClosed && Told.Count == 0 && Holder is null && Endorsed.Count == 0 && now - RequestedAt >= UntoldAfter;

    /// <summary>How long it takes until a review that nobody was told of is a fault.</summary>
    public static readonly TimeSpan UntoldAfter = TimeSpan.FromMinutes(1);

    /// <summary>The part of the agreed time after which it is warned.</summary>
    public const double SlaWarningShare = 0.8;
}
