using Pharos.Agents;
using Pharos.Agents.Signing;
using Pharos.Events;
using Pharos.Events.Evidence;
using Pharos.Events.Exchange;
using Pharos.Gate;
using Pharos.Integrations.Opa;
using Pharos.Proposals;
using Pharos.Rego.Network;
using Pharos.Review;
using Pharos.Server.Collaborations;
using Pharos.Server.Configuration;
using Pharos.Server.Consensus;
using Pharos.Server.Degradation;
using Pharos.Server.Elicitations;
using Pharos.Server.Events;
using Pharos.Server.Experts;
using Pharos.Server.Health;
using Pharos.Server.Mcp.Approval;
using Pharos.Server.Mcp.Transport;
using Pharos.Server.Metrics;
using Pharos.Server.Policies;
using Pharos.Server.Review;
using Pharos.Server.Review.Links;
using Pharos.Server.Security;
using Pharos.Server.Tasks;

namespace Pharos.Server;

/// <summary>Everything a running server is made of, besides the web host. Disposed in the order that keeps acknowledged events safe: the log goes last.</summary>
internal sealed class ServerParts : IAsyncDisposable
{
    public required DataFolder Data { get; init; }

    public required PharosConfiguration Configuration { get; init; }

    public required ServerOptions Options { get; init; }

    /// <summary>The engine behind the log; what is appended goes through <see cref="Log"/>, so that it is measured.</summary>
    public required IEventStore Store { get; init; }

    public required ObservedEventLog Log { get; init; }

    public required TokenLedger Tokens { get; init; }

    /// <summary>Makes the keys that experts sign with.</summary>
    public required SigningKeys SigningKeys { get; init; }

    public required AgentHosts Agents { get; init; }

    public required WorkspaceRegistry Workspaces { get; init; }

    public required PolicyStore Policies { get; init; }

    /// <summary>The OPA that is asked beside the embedded policies; null when none is configured.</summary>
    public required RemoteOpa? RemoteOpa { get; init; }

    /// <summary>How policies reach the hosts they are allowed; null when none is.</summary>
    public required HttpRegoNetwork? Network { get; init; }

    /// <summary>The configured bundles.</summary>
    public required BundleWork Bundles { get; init; }

    public required DecisionPipeline Pipeline { get; init; }

    /// <summary>What keeps the gate safe when parts of it are not well.</summary>
    public required DegradationParts Degradation { get; init; }

    /// <summary>What people decide.</summary>
    public required ReviewParts Reviews { get; init; }

    /// <summary>Agents that others can ask.</summary>
    public required ExpertParts Experts { get; init; }

    /// <summary>What they are asked to do.</summary>
    public required TaskParts Tasks { get; init; }

    /// <summary>What experts decide together.</summary>
    public required ConsensusParts Consensus { get; init; }

    /// <summary>How people are told of it.</summary>
    public required NoticeParts Notices { get; init; }

    /// <summary>What agents and people ask each other.</summary>
    public required ElicitationParts Elicitations { get; init; }
    /// <summary>Sessions in which agents work together.</summary>
    public required CollaborationParts Collaborations { get; init; }

    /// <summary>The pipeline with people behind it: what every edge asks.</summary>
    public ReviewedDecisions Decisions => Reviews.Behind(Pipeline);

    /// <summary>The sessions of agents that speak the Model Context Protocol.</summary>
    public required ClientSessions McpSessions { get; init; }

    /// <summary>Signs what such clients keep for the server.</summary>
    public required StateSeal ClientState { get; init; }

    public required Doorkeeper Doorkeeper { get; init; }

    /// <summary>Checks signed requests behind the doorkeeper.</summary>
    public required SignatureGuard Signatures { get; init; }

    /// <summary>Who may act among agents.</summary>
    public required Standing Standing { get; init; }

    public required StreamTickets Tickets { get; init; }

    public required StreamSeats Seats { get; init; }

    public required HealthParts Health { get; init; }

    public required CheckpointService Checkpoints { get; init; }

    public required LogErasure Erasure { get; init; }

    /// <summary>Moves old payloads into segments, and erases from them.</summary>
    public required LogArchive Segments { get; init; }

    /// <summary>Reads payloads back from segments.</summary>
    public required ArchivedPayloads ArchivedPayloads { get; init; }

    /// <summary>What runs beside the requests.</summary>
    public required BackgroundWork Work { get; init; }

    public required TimeProvider Clock { get; init; }

    public MetricsExposition Metrics { get; } = new();

    public ProposalArchive Archive => new(Log, Store.Blobs);

    /// <summary>Checks what reviewers approve instead of what was proposed.</summary>
    public EditedInput EditedInputs => new(Pipeline.Gate, Archive, Reviews.Keys, Reviews.Options, Clock);

    public ExecutionReports Reports => new(Log, Clock);

    public async ValueTask DisposeAsync()
    {
        await McpSessions.DisposeAsync();
        Metrics.Dispose();
        RemoteOpa?.Dispose();
        Network?.Dispose();
        Bundles.Dispose();
        Policies.Dispose();
        Workspaces.Dispose();
        Agents.Dispose();
        Tokens.Dispose();
        Notices.Dispose();
        Elicitations.Dispose();
        Tasks.Dispose();
        Collaborations.Dispose();
        Reviews.Dispose();
        Degradation.Dispose();
        Checkpoints.Dispose();
        Erasure.Dispose();
        Segments.Dispose();
        await Store.DisposeAsync();
    }
}
