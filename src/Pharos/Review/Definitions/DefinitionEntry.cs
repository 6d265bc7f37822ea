using Pharos.Gate.Definitions;

namespace Pharos.Review.Definitions;

/// <summary>A tool's definition as its events tell: what is pinned, and what the server said last.</summary>
public sealed record DefinitionEntry
{
    /// <summary>The id of its stream.</summary>
    public required Guid Id { get; init; }

    /// <summary>The stream's version.</summary>
    public required long Version { get; init; }

    /// <summary>Counts every change of this entry, also those that reviews make.</summary>
    public required long Revision { get; init; }

    /// <summary>What was decided last; null where that was erased.</summary>
    public DefinitionDecided? Latest { get; init; }

    /// <summary>When the server's definition was decided last.</summary>
    public DateTimeOffset SeenAt { get; init; }

    /// <summary>What is pinned beside the latest: the definition before it that was approved.</summary>
    public DefinitionText? Pinned { get; init; }

    /// <summary>Who approved that.</summary>
    public string? PinnedBy { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? PinnedAt { get; init; }

    /// <summary>What a person said of the latest: true for approved; null for nothing.</summary>
    public bool? IsApproved { get; init; }

    /// <summary>Who said so.</summary>
    public string? JudgedBy { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? JudgedAt { get; init; }

    /// <summary>True when a part of its record was erased.</summary>
    public bool IsErased { get; init; }

    /// <summary>What became of the latest, at a time: an approval that can still be taken back does not count yet.</summary>
    public DefinitionState StateAt(DateTimeOffset now, TimeSpan undo) => Latest switch
    {
        null => DefinitionState.Waiting,
        { State: DefinitionState.Pinned } => DefinitionState.Pinned,
        _ when IsApproved == true && JudgedAt + undo <= now => DefinitionState.Pinned,
        _ when IsApproved == false => DefinitionState.Rejected,
        var latest => latest.State,
    };

    /// <summary>What the gate is told.</summary>
    public DefinitionSight SightAt(DateTimeOffset now, TimeSpan undo)
    {
        var state = StateAt(now, undo);
        var isPinned = state == DefinitionState.Pinned;
        return new DefinitionSight
        {
            Version = Version,
            // What waits for its undo window to pass changes without an event.
            Revision = (Revision * 2) + (isPinned ? 1 : 0),
            Pinned = isPinned ? Latest!.Text : Pinned,
            PinnedBy = isPinned ? JudgedBy ?? Latest!.By ?? "policy" : PinnedBy,
            Latest = Latest?.Text.Hash,
            State = state,
            Proposal = Latest?.Proposal ?? Guid.Empty,
            Review = Latest?.Review,
            IsErased = IsErased,
        };
    }
}
