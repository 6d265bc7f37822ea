namespace Pharos.Review.Collaborations;

/// <summary>What lists show of a session: who, what for, where it stands; without its texts. Immutable; times pass without events, so the stage is asked for a moment.</summary>
public sealed record CollaborationHead
{
    /// <summary>The kind in which two agents pair.</summary>
    public const string Pair = "pair";

    /// <summary>Its identity.</summary>
    public required Guid Id { get; init; }

    /// <summary>What kind of session: <c>pair</c>, or another name that its starter gave.</summary>
    public required string Kind { get; init; }

    /// <summary>How a pair works; null for other kinds.</summary>
    public PairMode? Mode { get; init; }

    /// <summary>What it is for.</summary>
    public required string Objective { get; init; }

    /// <summary>Who started it.</summary>
    public required string StartedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Version of its stream; every change is made against it.</summary>
    public required long Version { get; init; }

    /// <summary>Everybody who was asked, in that order; the first one started it.</summary>
    public required IReadOnlyList<Participant> Participants { get; init; }

    /// <summary>What the partner was to be able to do.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>Why this partner; null where the starter named one.</summary>
    public PartnerMatch? Match { get; init; }

    /// <summary>After how long without anything happening it expires.</summary>
    public required TimeSpan Idle { get; init; }

    /// <summary>When something happened in it last.</summary>
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>How many messages it has.</summary>
    public int Messages { get; init; }

    /// <summary>How many suggestions it has.</summary>
    public int Suggestions { get; init; }

    /// <summary>How many decisions it has.</summary>
    public int Decisions { get; init; }

    /// <summary>How many texts were attached.</summary>
    public int Contexts { get; init; }

    /// <summary>Bytes of everything that is recorded of it.</summary>
    public long Bytes { get; init; }

    /// <summary>How it closed; null while it has not.</summary>
    public CollaborationStage? Closed { get; init; }

    /// <summary>When it closed.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Who closed it; null when time did.</summary>
    public string? ClosedBy { get; init; }

    /// <summary>What came of it, in the words of who ended it; why, where nobody did.</summary>
    public string? Summary { get; init; }

    /// <summary>Whether two agents pair in it.</summary>
    public bool IsPair => Kind == Pair;

    /// <summary>The partner of a pair; null for other kinds.</summary>
    public Participant? Partner => IsPair ? Participants.ElementAtOrDefault(1) : null;

    /// <summary>When it expires if nothing happens.</summary>
    public DateTimeOffset IdleUntil => LastAt + Idle;

    /// <summary>The identity.</summary>
    internal CollaborationId CollaborationId => new(Id);

    /// <summary>Where it stands at a moment. One whose time has run out is over, also before that is recorded.</summary>
    public CollaborationStage StageAt(DateTimeOffset now) => Closed
        ?? (now >= IdleUntil ? CollaborationStage.Expired
            : Partner is { Presence: Presence.Invited } ? CollaborationStage.Requested
            : CollaborationStage.Open);

    /// <summary>Whether nothing more can happen at a moment.</summary>
    public bool IsClosedAt(DateTimeOffset now) => CollaborationStages.IsClosed(StageAt(now));

    /// <summary>A participant, or null.</summary>
    public Participant? Find(string agent) => Participants.FirstOrDefault(participant => participant.Agent == agent);
}
