namespace Pharos.Review.Collaborations;

/// <summary>How long sessions may rest and how much they may hold. Immutable, with defaults.</summary>
public sealed record CollaborationOptions
{
    /// <summary>Shortest time without anything happening after which a session expires.</summary>
    public static readonly TimeSpan ShortestIdle = TimeSpan.FromMinutes(1);

    /// <summary>Longest such time.</summary>
    public static readonly TimeSpan LongestIdle = TimeSpan.FromDays(7);

    /// <summary>After how long without anything happening a session expires, where it names no other time. Default: 1 h.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Most open sessions that one agent has started. Default: 20.</summary>
    public int OpenPerAgent { get; init; } = 20;

    /// <summary>Most open sessions in all. Default: 10,000.</summary>
    public int Open { get; init; } = 10_000;

    /// <summary>Calls of one reader that wait for messages at a time. Default: 100.</summary>
    public int WaitingCallsPerAgent { get; init; } = 100;

    /// <summary>How long attached context is shared, where it names no other time. Default: 1 h.</summary>
    public TimeSpan ContextLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How lately an agent must have been seen to be matched. Default: 10 min.</summary>
    public TimeSpan SeenWithin { get; init; } = TimeSpan.FromMinutes(10);
}
