using Pharos.Gate.Breakers;
using Pharos.Gate.Degradation;
using Pharos.Gate.Throttling;
using Pharos.Integrations.Opa;
using Pharos.Server.Configuration;
using Pharos.Server.Events;

namespace Pharos.Server.Degradation;

/// <summary>What keeps a running server's gate safe when parts of it are not well.</summary>
internal sealed class DegradationParts : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly ObservedEventLog _log;
    private readonly RemoteOpa? _opa;
    private readonly TimeProvider _clock;

    private DegradationParts(DegradationMode mode, ObservedEventLog log, Func<int> openReviews, RemoteOpa? opa, DegradationSettings settings, TimeProvider clock)
    {
        (_log, _opa, _clock, Mode) = (log, opa, clock, mode);
        var window = new DecisionWindow(settings.Thresholds.Window, clock);
        Safeguards = new GateSafeguards
        {
            Mode = mode,
            Breakers = new GateBreakers(settings.Breakers, clock),
            Throttle = settings.Throttle.Most == 0 ? null : new DecisionThrottle(settings.Throttle, clock),
            Window = window,
        };
        Watch = new DegradationWatch(mode, window, settings.Thresholds, () => log.FailingFor, openReviews);
    }

    public DegradationMode Mode { get; }

    public GateSafeguards Safeguards { get; }

    public DegradationWatch Watch { get; }

    /// <summary>Every breaker of this node, the one before the engine elsewhere among them.</summary>
    public IReadOnlyList<BreakerStatus> Breakers => [.. Safeguards.Breakers.All.Select(breaker => breaker.Status), .. _opa is null ? Array.Empty<BreakerStatus>() : [_opa.Breaker]];

    /// <summary>Reads the state from the log.</summary>
    public static async Task<DegradationParts> OpenAsync(
        ObservedEventLog log, Func<int> openReviews, RemoteOpa? opa, DegradationSettings settings, TimeProvider clock, CancellationToken cancellationToken) =>
        new(await DegradationMode.OpenAsync(log, clock, cancellationToken), log, openReviews, opa, settings, clock);

    /// <summary>Looks at the thresholds until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Every, _clock);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            await LookAsync(stopping);
        }
    }

    /// <summary>Looks once.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        await Watch.LookAsync(cancellationToken);
        if (_log.Failure is null)
        {
            // Something else was appended, such as the probe: no decision has to fail to find that out.
            await Safeguards.Breakers.Log.CloseAsync(cancellationToken);
        }

        DegradationMetrics.Seen(Mode.Current, Watch.Readings, Breakers, Safeguards.Throttle?.Status);
    }

    public void Dispose() => Mode.Dispose();
}
