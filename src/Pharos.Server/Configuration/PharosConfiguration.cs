using Microsoft.Extensions.Logging;
using Pharos.Agents;
using Pharos.Integrations.Opa;
using Pharos.Proposals;
using Pharos.Review;
using Pharos.Review.Elicitations;
using Pharos.Review.Collaborations;
using Pharos.Review.Consensus;

namespace Pharos.Server.Configuration;

/// <summary>Everything that can be set, with its default. Immutable: what is read at start holds until the next start.</summary>
public sealed record PharosConfiguration
{
    /// <summary>Where the server listens.</summary>
    public ServerSettings Server { get; init; } = new();

    /// <summary>Where the log is.</summary>
    public StoreSettings Store { get; init; } = new();

    /// <summary>What it accepts.</summary>
    public LimitSettings Limits { get; init; } = new();

    /// <summary>The configured workspaces; they win over registered ones. Default: none.</summary>
    public IReadOnlyList<WorkspaceOptions> Workspaces { get; init; } = [];

    /// <summary>Where policies come from.</summary>
    public PolicySettings Policies { get; init; } = new();

    /// <summary>The account of each agent, by agent id; they win over registered ones. Default: none.</summary>
    public IReadOnlyDictionary<string, AgentHost> Agents { get; init; } = new Dictionary<string, AgentHost>();

    /// <summary>How reviews go.</summary>
    public ReviewOptions Review { get; init; } = new();

    /// <summary>How agents and people ask each other.</summary>
    public ElicitationOptions Elicitations { get; init; } = new();

    /// <summary>How experts are kept and what they are given to do.</summary>
    public ExpertSettings Experts { get; init; } = new();

    /// <summary>How agents work together.</summary>
    public CollaborationOptions Collaborations { get; init; } = new();

    /// <summary>What experts may judge in the place of people.</summary>
    public ConsensusOptions Consensus { get; init; } = new();

    /// <summary>Who is told of reviews. Default: nobody.</summary>
    public IReadOnlyList<NotifyRecipient> Notify { get; init; } = [];

    /// <summary>When the gate gets stricter by itself.</summary>
    public DegradationSettings Degradation { get; init; } = new();

    /// <summary>How agents are served over the Model Context Protocol.</summary>
    public McpSettings Mcp { get; init; } = new();

    /// <summary>The endpoint for Lighthouse's hook.</summary>
    public ValidateSettings Validate { get; init; } = new();

    /// <summary>What is logged.</summary>
    public LogSettings Log { get; init; } = new();

    /// <summary>How long tokens live.</summary>
    public TokenSettings Tokens { get; init; } = new();
}

/// <summary>Where the server listens.</summary>
public sealed record ServerSettings
{
    /// <summary>Address. Default: 127.0.0.1.</summary>
    public string Bind { get; init; } = "127.0.0.1";

    /// <summary>TCP port; 0 takes a free one. Default: 8765.</summary>
    public int Port { get; init; } = 8765;

    /// <summary>Must be true for an address that other machines reach. Default: false.</summary>
    public bool AllowRemote { get; init; }

    /// <summary>Names accepted in the Host header besides the loopback names and the bound address. Default: none.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Where people reach this server, for the links they are sent; null for where it listens. Default: null.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>How long requests in flight may take to finish after SIGTERM. Default: 10 s.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>What the server accepts.</summary>
public sealed record LimitSettings
{
    /// <summary>Largest request body in bytes. Default: 4 MiB.</summary>
    public int BodyBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Most connections at a time; a call that waits for a verdict holds one. Default: 5,000.</summary>
    public int Connections { get; init; } = 5000;

    /// <summary>Most open streams of events in all; each holds a connection, so keep it well below <see cref="Connections"/>. Default: 500.</summary>
    public int Streams { get; init; } = 500;

    /// <summary>Most open streams of one token. Default: 50.</summary>
    public int StreamsPerToken { get; init; } = 50;

    /// <summary>Requests a minute for each token, by role; 0 is no limit. Defaults: viewer 100, agent 1,000, reviewer and expert 2,000, admin 10,000.</summary>
    public IReadOnlyDictionary<Role, int> PerMinute { get; init; } = DefaultPerMinute;

    /// <summary>The defaults of <see cref="PerMinute"/>.</summary>
    public static IReadOnlyDictionary<Role, int> DefaultPerMinute { get; } = new Dictionary<Role, int>
    {
        [Role.Viewer] = 100,
        [Role.Agent] = 1000,
        [Role.Reviewer] = 2000,
        [Role.Expert] = 2000,
        [Role.Admin] = 10_000,
    };
}

/// <summary>The endpoint for Lighthouse's hook, which can send no token.</summary>
public sealed record ValidateSettings
{
    /// <summary>Accept calls from this machine without a token. Default: false.</summary>
    public bool AllowWithoutToken { get; init; }
}

/// <summary>What is logged.</summary>
public sealed record LogSettings
{
    /// <summary>The least severe level that is written. Default: information.</summary>
    public LogLevel Level { get; init; } = LogLevel.Information;

    /// <summary>Files that signed checkpoints of the event log are also written to, such as on another machine's mount. Absolute paths. Default: none.</summary>
    public IReadOnlyList<string> CheckpointCopies { get; init; } = [];

    /// <summary>How old events are when their payloads move into archived segments. Default: null, never.</summary>
    public TimeSpan? ArchiveAfter { get; init; }
}

/// <summary>How long tokens live.</summary>
public sealed record TokenSettings
{
    /// <summary>Life of a token whose request names none. Default: 30 days.</summary>
    public TimeSpan DefaultTtl { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Longest life that may be asked for. Default: 365 days.</summary>
    public TimeSpan MaximumTtl { get; init; } = TimeSpan.FromDays(365);
}
