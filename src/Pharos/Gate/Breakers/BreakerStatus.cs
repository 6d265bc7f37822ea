namespace Pharos.Gate.Breakers;

/// <summary>How a breaker stands.</summary>
/// <param name="Name">What it stands before.</param>
/// <param name="State">closed, half-open, open or off.</param>
/// <param name="Failures">Failures since the start.</param>
/// <param name="Since">Since when it is not closed; null while it is.</param>
public sealed record BreakerStatus(string Name, string State, long Failures, DateTimeOffset? Since)
{
    /// <summary>The state of a breaker that lets everything through.</summary>
    public const string Closed = "closed";

    /// <summary>The state of a breaker that lets one call try.</summary>
    public const string HalfOpen = "half-open";

    /// <summary>The state of a breaker that lets nothing through.</summary>
    public const string Open = "open";

    /// <summary>The state of a breaker that is not wanted.</summary>
    public const string Off = "off";
}
