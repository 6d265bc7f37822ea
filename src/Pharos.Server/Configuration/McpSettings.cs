namespace Pharos.Server.Configuration;

/// <summary>How agents are served over the Model Context Protocol.</summary>
public sealed record McpSettings
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    /// <summary>Most sessions of clients that open one, in all. Default: 1,000.</summary>
    public int Sessions { get; init; } = 1000;

    /// <summary>Most sessions of one subject. Default: 100.</summary>
    public int SessionsPerAgent { get; init; } = 100;

    /// <summary>How long a session may rest before it ends. Default: 30 min.</summary>
    public TimeSpan SessionIdle { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a call waits for a verdict when it does not say; most clients give a call up after a minute. Default: 45 s.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>
    /// Whether the person at the client of the proposing agent may be asked for a verdict, where the workspace is not strict and the risk not high. The answer comes through the
    /// agent's own program, so this is for agents whose client is trusted. Default: false.
    /// </summary>
    public bool AskAtClient { get; init; }

    internal static McpSettings Read(SettingsTree tree)
    {
        var defaults = new McpSettings();
        return new McpSettings
        {
            Sessions = tree.Integer("mcp.sessions", defaults.Sessions, 0, 100_000),
            SessionsPerAgent = tree.Integer("mcp.sessionsPerAgent", defaults.SessionsPerAgent, 0, 100_000),
            SessionIdle = tree.Time("mcp.sessionIdle", defaults.SessionIdle, TimeSpan.FromSeconds(1), TimeSpan.FromDays(7)),
            Wait = tree.Time("mcp.wait", defaults.Wait, TimeSpan.Zero, LongestWait),
            AskAtClient = tree.Boolean("mcp.askAtClient", defaults.AskAtClient),
        };
    }
}
