using System.Globalization;
using Pharos.Proposals;

namespace Pharos.Gate.Degradation;

/// <summary>Looks at the thresholds, and enters the emergency when one is reached. It never leaves it.</summary>
/// <param name="mode">The state.</param>
/// <param name="window">What was decided lately.</param>
/// <param name="thresholds">The thresholds.</param>
/// <param name="logUnavailableFor">How long the log has taken nothing; zero when it takes events.</param>
/// <param name="openReviews">How many reviews are open.</param>
public sealed class DegradationWatch(DegradationMode mode, DecisionWindow window, DegradationThresholds thresholds, Func<TimeSpan> logUnavailableFor, Func<int> openReviews)
{
    private long _version;

    /// <summary>Every threshold beside what is measured.</summary>
    public IReadOnlyList<DegradationReading> Readings
    {
        get
        {
            var (decisions, worst, failed, p99) = window.Read();
            var isEnough = decisions >= thresholds.LeastDecisions;
            return
            [
                new(DegradationThresholds.FailedDecisions, "percent", thresholds.FailedPercent, isEnough ? Math.Round(failed, 1) : 0, failed > 0 && isEnough ? AnswerNames.Of(worst) : null),
                new(DegradationThresholds.LogAway, "seconds", thresholds.LogUnavailable.TotalSeconds, Math.Round(logUnavailableFor().TotalSeconds, 1)),
                new(DegradationThresholds.SlowDecisions, "seconds", thresholds.DecisionP99.TotalSeconds, isEnough ? Math.Round(p99.TotalSeconds, 4) : 0),
                new(DegradationThresholds.Backlog, "reviews", thresholds.ReviewBacklog, openReviews()),
            ];
        }
    }

    /// <summary>Looks once.</summary>
    public async ValueTask LookAsync(CancellationToken cancellationToken)
    {
        var current = mode.Current;
        if (current.Version != _version)
        {
            // What was decided under another state must not decide how this one ends.
            _version = current.Version;
            window.Clear();
        }

        if (current.State == DegradationState.Emergency)
        {
            await mode.TryRecordAsync(cancellationToken);
        }
        else if (Readings.FirstOrDefault(reading => reading.IsReached) is { } reached)
        {
            var about = reached.Detail is { } detail ? $" ({detail})" : "";
            await mode.EnterAsync(
                reached.Name,
                string.Create(CultureInfo.InvariantCulture, $"{reached.Name}{about} reached {reached.Value} {reached.Unit}, and {reached.Limit} is an emergency"),
                cancellationToken);
        }
    }
}
