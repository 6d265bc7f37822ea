namespace Pharos.Gate.Throttling;

/// <summary>Bounds of the throttle.</summary>
public sealed record ThrottleOptions
{
    /// <summary>Most decisions in flight; 0 switches the throttle off. Default: 1,000.</summary>
    public int Most { get; init; } = 1000;

    /// <summary>Decisions in flight that are always let through. Default: 32.</summary>
    public int Least { get; init; } = 32;

    /// <summary>Most that wait for a place. Default: 1,000.</summary>
    public int Queue { get; init; } = 1000;

    /// <summary>How long one waits. Default: 2 s.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(2);
}
