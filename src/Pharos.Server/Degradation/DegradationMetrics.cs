using System.Diagnostics.Metrics;
using Pharos.Gate.Breakers;
using Pharos.Gate.Degradation;
using Pharos.Gate.Throttling;

namespace Pharos.Server.Degradation;

/// <summary>The figures of the safeguards: meter <c>Pharos.Degradation</c>.</summary>
internal static class DegradationMetrics
{
    private static readonly Meter Meter = new("Pharos.Degradation");
    private static readonly Gauge<int> State = Meter.CreateGauge<int>("pharos.degradation.state", null, "How careful the gate is: 0 normal, 1 recovering, 2 emergency.");
    private static readonly Gauge<double> Reading = Meter.CreateGauge<double>("pharos.degradation.reading", null, "What each threshold measures, in its own unit.");
    private static readonly Gauge<int> Breakers = Meter.CreateGauge<int>("pharos.breaker.state", null, "Each breaker: 0 closed or off, 1 half-open, 2 open.");
    private static readonly Gauge<int> Limit = Meter.CreateGauge<int>("pharos.throttle.limit", "{decision}", "Decisions that may be in flight.");
    private static readonly Gauge<int> InFlight = Meter.CreateGauge<int>("pharos.throttle.in_flight", "{decision}", "Decisions in flight.");
    private static readonly Gauge<int> Waiting = Meter.CreateGauge<int>("pharos.throttle.waiting", "{decision}", "Decisions that wait for a place.");

    public static void Seen(DegradationStatus status, IReadOnlyList<DegradationReading> readings, IReadOnlyList<BreakerStatus> breakers, ThrottleStatus? throttle)
    {
        State.Record(status.State switch { DegradationState.Normal => 0, DegradationState.Recovering => 1, _ => 2 });
        foreach (var reading in readings)
        {
            Reading.Record(reading.Value, new KeyValuePair<string, object?>("threshold", reading.Name));
        }

        foreach (var breaker in breakers)
        {
            Breakers.Record(breaker.State switch { BreakerStatus.Open => 2, BreakerStatus.HalfOpen => 1, _ => 0 }, new KeyValuePair<string, object?>("breaker", breaker.Name));
        }

        if (throttle is not null)
        {
            Limit.Record(throttle.Limit);
            InFlight.Record(throttle.InFlight);
            Waiting.Record(throttle.Waiting);
        }
    }
}
