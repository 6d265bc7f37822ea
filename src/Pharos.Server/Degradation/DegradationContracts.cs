using Pharos.Gate.Breakers;
using Pharos.Gate.Degradation;
using Pharos.Gate.Throttling;

namespace Pharos.Server.Degradation;

/// <summary>How careful the gate is, and what it goes by.</summary>
/// <param name="State">normal, emergency or recovering.</param>
/// <param name="Version">Tells one state from the next.</param>
/// <param name="Since">Since when; null when it was never otherwise.</param>
/// <param name="By">Who changed it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Trigger">The threshold that changed it; null when it was changed by hand.</param>
/// <param name="Recorded">False while the log could not take it yet.</param>
/// <param name="Thresholds">Every threshold with its present value on this node.</param>
/// <param name="Breakers">Every breaker of this node.</param>
/// <param name="Throttle">The throttle of this node; null when it is off.</param>
internal sealed record DegradationContract(
    string State,
    long Version,
    DateTimeOffset? Since,
    string? By,
    string? Reason,
    string? Trigger,
    bool Recorded,
    IReadOnlyList<ThresholdContract> Thresholds,
    IReadOnlyList<BreakerContract> Breakers,
    ThrottleContract? Throttle);

/// <summary>A threshold with its present value; a limit of 0 is off.</summary>
internal sealed record ThresholdContract(string Name, string Unit, double Limit, double Value, bool Reached, string? Detail)
{
    public static ThresholdContract Of(DegradationReading reading) => new(reading.Name, reading.Unit, reading.Limit, reading.Value, reading.IsReached, reading.Detail);
}

/// <summary>A breaker.</summary>
internal sealed record BreakerContract(string Name, string State, long Failures, DateTimeOffset? Since)
{
    public static BreakerContract Of(BreakerStatus status) => new(status.Name, status.State, status.Failures, status.Since);
}

/// <summary>The throttle.</summary>
internal sealed record ThrottleContract(int Limit, int InFlight, int Waiting, long Refused, double BaselineMilliseconds)
{
    public static ThrottleContract Of(ThrottleStatus status) => new(status.Limit, status.InFlight, status.Waiting, status.Refused, status.Baseline.TotalMilliseconds);
}

/// <summary>A change by hand.</summary>
internal sealed record DegradationChangeContract(string State, string Reason);
