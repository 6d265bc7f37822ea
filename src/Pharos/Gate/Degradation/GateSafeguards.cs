using Pharos.Gate.Breakers;
using Pharos.Gate.Throttling;

namespace Pharos.Gate.Degradation;

/// <summary>What keeps the gate safe when parts of it are not well: its state, its breakers, its throttle.</summary>
public sealed class GateSafeguards
{
    /// <summary>A gate that is always normal, with breakers that never open: the command line's.</summary>
    public static GateSafeguards None { get; } = new();

    /// <summary>The state; null is normal for good.</summary>
    public DegradationMode? Mode { get; init; }

    /// <summary>The breakers.</summary>
    public GateBreakers Breakers { get; init; } = GateBreakers.Off;

    /// <summary>Bounds the decisions in flight; null does not.</summary>
    public DecisionThrottle? Throttle { get; init; }

    /// <summary>Counts what was decided; null does not.</summary>
    public DecisionWindow? Window { get; init; }

    /// <summary>The state now.</summary>
    public DegradationStatus Status => Mode?.Current ?? DegradationStatus.Normal;
}
