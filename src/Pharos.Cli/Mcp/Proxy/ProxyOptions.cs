namespace Pharos.Cli.Mcp.Proxy;

/// <summary>How a proxy behaves.</summary>
internal sealed record ProxyOptions
{
    /// <summary>Longest message from either side, in bytes.</summary>
    public const int LongestMessage = 32 * 1024 * 1024;

    /// <summary>Most requests of the client that are open at a time.</summary>
    public const int MostOpenRequests = 1_024;

    /// <summary>The server's name in proposals.</summary>
    public required string Name { get; init; }

    /// <summary>The workspace, for a server that was started on this machine and so knows it; null for one somewhere else. Without a separator at its end.</summary>
    public string? OwnWorkspace { get; init; }

    /// <summary>How long a call waits for a person. Default: 50 s, below the minute after which most clients give up.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(50);

    /// <summary>How often a client that asked for it is told that a person has to look. Default: 5 s.</summary>
    public TimeSpan ProgressEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long to wait before a gate that did not answer is asked about definitions again. Default: 2 s.</summary>
    public TimeSpan RetryEvery { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest message. Default: <see cref="LongestMessage"/>.</summary>
    public int MaximumMessage { get; init; } = LongestMessage;

    /// <summary>The whole name of a tool.</summary>
    public string NameOf(string tool) => $"mcp__{Name}__{tool}";
}
