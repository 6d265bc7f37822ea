using Pharos.Gate.Breakers;
using Pharos.Gate.Degradation;
using Pharos.Gate.Throttling;

namespace Pharos.Server.Configuration;

/// <summary>When the gate gets stricter by itself, leaves a part of it alone, and lets callers wait.</summary>
public sealed record DegradationSettings
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>What makes an emergency.</summary>
    public DegradationThresholds Thresholds { get; init; } = new();

    /// <summary>When a breaker opens.</summary>
    public BreakerOptions Breakers { get; init; } = new();

    /// <summary>How many decisions may be in flight.</summary>
    public ThrottleOptions Throttle { get; init; } = new();

    internal static DegradationSettings Read(SettingsTree tree) => new() { Thresholds = ReadThresholds(tree), Breakers = ReadBreakers(tree), Throttle = ReadThrottle(tree) };

    private static DegradationThresholds ReadThresholds(SettingsTree tree)
    {
        var defaults = new DegradationThresholds();
        return new DegradationThresholds
        {
            Window = tree.Time("degradation.window", defaults.Window, Second, Longest),
            LeastDecisions = tree.Integer("degradation.leastDecisions", defaults.LeastDecisions, 1, 1_000_000),
            FailedPercent = tree.Integer("degradation.failedPercent", defaults.FailedPercent, 0, 100),
            LogUnavailable = tree.Time("degradation.logUnavailable", defaults.LogUnavailable, TimeSpan.Zero, Longest),
            DecisionP99 = tree.Time("degradation.decisionP99", defaults.DecisionP99, TimeSpan.Zero, Longest),
            ReviewBacklog = tree.Integer("degradation.reviewBacklog", defaults.ReviewBacklog, 0, 10_000_000),
        };
    }

    private static BreakerOptions ReadBreakers(SettingsTree tree)
    {
        var defaults = new BreakerOptions();
        return new BreakerOptions
        {
            Failures = tree.Integer("degradation.breakers.failures", defaults.Failures, 0, 1_000_000),
            Window = tree.Time("degradation.breakers.window", defaults.Window, Second, Longest),
            Rest = tree.Time("degradation.breakers.rest", defaults.Rest, Second, Longest),
        };
    }

    private static ThrottleOptions ReadThrottle(SettingsTree tree)
    {
        var defaults = new ThrottleOptions();
        return new ThrottleOptions
        {
            Most = tree.Integer("degradation.throttle.most", defaults.Most, 0, 1_000_000),
            Least = tree.Integer("degradation.throttle.least", defaults.Least, 1, 1_000_000),
            Queue = tree.Integer("degradation.throttle.queue", defaults.Queue, 0, 1_000_000),
            Wait = tree.Time("degradation.throttle.wait", defaults.Wait, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1)),
        };
    }
}
