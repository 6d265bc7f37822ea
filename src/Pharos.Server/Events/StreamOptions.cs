namespace Pharos.Server.Events;

/// <summary>How streams of events behave.</summary>
internal sealed record StreamOptions
{
    /// <summary>
    /// How many positions a reader that had reached the head may fall behind, because its connection took no data, before it is told of a gap. Default: 50,000.
    /// </summary>
    public int KeptEvents { get; init; } = 50_000;

    /// <summary>How long its connection may take no data before it is told of a gap. Default: 10 s.</summary>
    public TimeSpan KeptFor { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection may take no data before it is cut. Default: 30 s.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After how long without an event something is sent, so that both ends notice a dead connection; the token is looked at as often. Default: 15 s.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a browser is asked to wait before it connects again. Default: 2 s.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long saying goodbye may take. Default: 1 s.</summary>
    public TimeSpan Farewell { get; init; } = TimeSpan.FromSeconds(1);
}
