namespace Pharos.Gate.Breakers;

/// <summary>When a breaker opens and for how long.</summary>
public sealed record BreakerOptions
{
    /// <summary>Failures within <see cref="Window"/> that open it, when at least half of the calls fail; 0 never opens it. Default: 10.</summary>
    public int Failures { get; init; } = 10;

    /// <summary>How long a failure counts. Default: 30 s.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an open breaker rests before one call may try. Default: 10 s.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromSeconds(10);
}
