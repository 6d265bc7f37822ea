namespace Pharos.Gate.Replay;

/// <summary>Which recorded decisions are looked at.</summary>
/// <param name="Since">The earliest, included.</param>
public sealed record ReplayRange(DateTimeOffset Since)
{
    /// <summary>Most decisions of one replay.</summary>
    public const long MaximumDecisions = 10_000_000;

    /// <summary>Before when they were made; null for up to now.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only those of an agent; null for all.</summary>
    public string? Agent { get; init; }

    /// <summary>Most decisions that are read, the oldest first.</summary>
    public long Limit { get; init; } = MaximumDecisions;

    /// <summary>Most examples of each kind of change.</summary>
    public int Examples { get; init; } = 10;
}
