using System.Text.Json.Serialization;
using Pharos.Events;

namespace Pharos.Review.Consensus;

/// <summary>A panel as its events make it. Immutable.</summary>
public sealed record PanelItem
{
    /// <summary>What is asked.</summary>
    public required PanelRequest Request { get; init; }

    /// <summary>When it was asked.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Version of its stream; every change is made against it.</summary>
    public required long Version { get; init; }

    /// <summary>The votes, the first first.</summary>
    public IReadOnlyList<PanelVote> Votes { get; init; } = [];

    /// <summary>Votes that do not count.</summary>
    public IReadOnlyList<PanelRefusal> Refusals { get; init; } = [];

    /// <summary>Seats that stay empty.</summary>
    public IReadOnlyList<PanelMiss> Missed { get; init; } = [];

    /// <summary>What came of it; null while it is open.</summary>
    public PanelConclusion? Conclusion { get; init; }

    /// <summary>When it was concluded.</summary>
    public DateTimeOffset? ConcludedAt { get; init; }

    /// <summary>The review's id.</summary>
    [JsonIgnore]
    public PanelId Id => Request.PanelId;

    /// <summary>Its events belong to the matter of the proposal.</summary>
    internal CorrelationId Correlation => new(Request.Proposal);

    /// <summary>Seats from which a vote may still come.</summary>
    internal IEnumerable<PanelSeat> Open => Request.Seats.Where(seat => !Votes.Any(vote => vote.Task == seat.Task) && !Missed.Any(miss => miss.Task == seat.Task) && !Refusals.Any(refusal => refusal.Task == seat.Task));

    /// <summary>Whether an expert's vote counts: it said one thing only, and may still judge.</summary>
    internal bool Counts(string expert) => !Refusals.Any(refusal => refusal.Expert == expert && (refusal.Code is PanelRefusal.Equivocal or PanelRefusal.Discounted));

    /// <summary>Whether somebody said different things, and so counts for nothing.</summary>
    internal bool IsEquivocal(string expert) => Refusals.Any(refusal => refusal.Expert == expert && refusal.Code == PanelRefusal.Equivocal);
}
