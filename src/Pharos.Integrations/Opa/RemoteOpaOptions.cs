namespace Pharos.Integrations.Opa;

/// <summary>How a remote OPA is asked.</summary>
public sealed record RemoteOpaOptions
{
    /// <summary>Its address, such as <c>http://127.0.0.1:8181</c>; a path in it is kept.</summary>
    public required Uri Url { get; init; }

    /// <summary>The token it wants; null for none.</summary>
    public string? Token { get; init; }

    /// <summary>Longest time one question may take, a second attempt included. Default: 1 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long an answer may be given again. Default: 300 s.</summary>
    public TimeSpan CacheFor { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Most answers kept. Default: 10,000.</summary>
    public int CacheCapacity { get; init; } = 10_000;

    /// <summary>How long a failing engine is left alone before it is tried again. Default: 5 s.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromSeconds(5);
}
