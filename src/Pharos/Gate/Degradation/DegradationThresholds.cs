namespace Pharos.Gate.Degradation;

/// <summary>What makes the gate enter the emergency by itself. A threshold of zero is off.</summary>
public sealed record DegradationThresholds
{
    /// <summary>The name of <see cref="FailedPercent"/> where it is shown.</summary>
    public const string FailedDecisions = "failed-decisions";

    /// <summary>The name of <see cref="LogUnavailable"/> where it is shown.</summary>
    public const string LogAway = "log-unavailable";

    /// <summary>The name of <see cref="DecisionP99"/> where it is shown.</summary>
    public const string SlowDecisions = "decision-p99";

    /// <summary>The name of <see cref="ReviewBacklog"/> where it is shown.</summary>
    public const string Backlog = "review-backlog";

    /// <summary>How far back decisions count. Default: 1 min.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Decisions that must be in the window before their share or time says anything. Default: 20.</summary>
    public int LeastDecisions { get; init; } = 20;

    /// <summary>Percent of the decisions in the window that failed in one tier or timed out there. Default: 50.</summary>
    public int FailedPercent { get; init; } = 50;

    /// <summary>How long the log has taken nothing. Default: 1 min.</summary>
    public TimeSpan LogUnavailable { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Time within which 99 of 100 decisions in the window were made and recorded. Default: 5 s.</summary>
    public TimeSpan DecisionP99 { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Open reviews. Default: 20,000.</summary>
    public int ReviewBacklog { get; init; } = 20_000;
}
