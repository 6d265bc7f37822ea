using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Pharos.Events.Projections;
using Pharos.Gate;
using Pharos.Review;
using Pharos.Review.Elicitations;
using Pharos.Review.Consensus;
using Pharos.Review.Experts;
using Pharos.Review.Tasks;
using Pharos.Review.Collaborations;
using Pharos.Gate.Replay;
using Pharos.Server.Agents;
using Pharos.Server.Collaborations;
using Pharos.Server.Configuration;
using Pharos.Server.Consensus;
using Pharos.Server.Definitions;
using Pharos.Server.Degradation;
using Pharos.Server.Elicitations;
using Pharos.Server.Events;
using Pharos.Server.Experts;
using Pharos.Server.Grants;
using Pharos.Server.Health;
using Pharos.Server.Hooks;
using Pharos.Server.Hooks.ClaudeCode;
using Pharos.Server.Hooks.Codex;
using Pharos.Server.Hooks.Cursor;
using Pharos.Server.Hooks.Gemini;
using Pharos.Server.Http;
using Pharos.Server.Logging;
using Pharos.Server.Mcp;
using Pharos.Server.Metrics;
using Pharos.Server.OpenApi;
using Pharos.Server.Opa;
using Pharos.Server.Opa.Decisions;
using Pharos.Server.Policies;
using Pharos.Server.Proposals;
using Pharos.Server.Review;
using Pharos.Server.Review.Links;
using Pharos.Server.Security;
using Pharos.Server.Tasks;
using Pharos.Server.Tokens;
using Pharos.Server.Validate;
using Pharos.Server.Workspaces;

namespace Pharos.Server;

/// <summary>
/// The web host around the parts. It starts from an empty builder: the framework's defaults would read <c>appsettings.json</c> and <c>ASPNETCORE_…</c>
/// variables, and nothing an agent can write may configure its own supervisor.
/// </summary>
internal static class WebHost
{
    /// <summary>Longest path a Unix socket may have on Linux, in bytes.</summary>
    public const int MaximumSocketPathBytes = 107;

    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);

    public static ILoggerFactory CreateLoggers(LogSettings settings, TimeProvider clock) => LoggerFactory.Create(logging => Configure(logging, settings, clock));

    public static WebApplication Build(ServerParts parts, Socket listener)
    {
        var configuration = parts.Configuration;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = parts.Options.ProgramFolder });
        Configure(builder.Logging, configuration.Log, parts.Clock);
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = configuration.Server.Drain);
        builder.Services.Configure<JsonOptions>(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ServerJson.Default));
        builder.Services.AddOpenApi(OpenApiEndpoint.DocumentName, openApi => openApi.AddSchemaTransformer(new NullableMembers()).AddDocumentTransformer(new RouteTableTransformer()));
        var checks = builder.Services.AddHealthChecks()
            .AddCheck("log", new LogHealthCheck(parts.Log))
            .AddCheck("store", new StoreHealthCheck(parts.Store))
            .AddCheck("disk", new DiskHealthCheck(parts.Health.Disk))
            .AddCheck("checkpoints", new CheckpointHealthCheck(parts.Checkpoints))
            .AddCheck("policies", new PolicyHealthCheck(parts.Policies))
            .AddCheck("bundles", new BundleHealthCheck(parts.Bundles.Statuses, parts.Clock))
            .AddCheck("statistics", new ProjectionHealthCheck<LogStatistics>(parts.Health.Statistics))
            .AddCheck("review queue", new ProjectionHealthCheck<ReviewQueue>(parts.Reviews.Queue))
            .AddCheck("reviews", new ReviewHealthCheck(parts.Notices.Untold, parts.Notices.Audiences, parts.Notices.Judges))
            .AddCheck("elicitation board", new ProjectionHealthCheck<ElicitationBoard>(parts.Elicitations.Board))
            .AddCheck("elicitations", new ElicitationHealthCheck(parts.Elicitations))
            .AddCheck("expert roster", new ProjectionHealthCheck<ExpertRoster>(parts.Experts.Roster))
            .AddCheck("panels", new ProjectionHealthCheck<PanelBoard>(parts.Consensus.Board))
            .AddCheck("task board", new ProjectionHealthCheck<TaskBoard>(parts.Tasks.Board))
            .AddCheck("experts", new ExpertHealthCheck(parts.Experts.Roster, parts.Tasks.Board, parts.Clock))
            .AddCheck("collaborations", new ProjectionHealthCheck<CollaborationBoard>(parts.Collaborations.Board))
            .AddCheck("degradation", new DegradationHealthCheck(parts.Degradation))
            .AddCheck("work", new WorkHealthCheck(parts.Work));
        if (parts.RemoteOpa is { } remoteOpa)
        {
            checks.AddCheck("policy engine", new RemoteOpaHealthCheck(remoteOpa));
        }

        HealthJournal.Publish(builder.Services, parts.Health.Journal);
        builder.Services.Configure<SocketTransportOptions>(transport => transport.CreateBoundListenSocket = endpoint =>
            endpoint is IPEndPoint ? listener : SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint));
        builder.WebHost.UseKestrelCore().ConfigureKestrel((_, kestrel) => Configure(kestrel, parts, (IPEndPoint)listener.LocalEndPoint!));
        var application = builder.Build();
        Map(application, parts);
        return application;
    }

    private static void Configure(KestrelServerOptions kestrel, ServerParts parts, IPEndPoint endpoint)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = parts.Configuration.Limits.BodyBytes;
        kestrel.Limits.MaxConcurrentConnections = parts.Configuration.Limits.Connections;
        kestrel.Limits.RequestHeadersTimeout = HeadersTimeout;
        kestrel.Listen(endpoint);
        kestrel.ListenUnixSocket(parts.Data.Socket, listen => listen.Use(next => connection => AcceptAsync(connection, next, kestrel)));
    }

    private static Task AcceptAsync(ConnectionContext connection, ConnectionDelegate next, KestrelServerOptions kestrel)
    {
        if (connection.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket && !PeerCredentials.IsTrusted(socket))
        {
            kestrel.ApplicationServices.GetRequiredService<ILogger<Doorkeeper>>().ForeignPeer();
            connection.Abort();
            return Task.CompletedTask;
        }

        return next(connection);
    }

    private static void Configure(ILoggingBuilder logging, LogSettings settings, TimeProvider clock)
    {
        logging.SetMinimumLevel(settings.Level);
        logging.AddFilter("Microsoft", settings.Level > LogLevel.Warning ? settings.Level : LogLevel.Warning);
        // The journal says once that a check fails; the framework would say so at every check.
        logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        // The package calls every mistake of a client an error; what fails here, the tools' own boundary logs.
        logging.AddFilter("ModelContextProtocol", LogLevel.None);
        logging.AddFilter("System", settings.Level > LogLevel.Warning ? settings.Level : LogLevel.Warning);
        logging.Services.AddSingleton(clock);
        logging.AddConsoleFormatter<MaskedJsonFormatter, ConsoleFormatterOptions>();
        logging.AddConsole(console =>
        {
            console.FormatterName = MaskedJsonFormatter.FormatterName;

            // Standard output belongs to the command that runs the server; and a reader of the log that stops reading must not stop the gate.
            console.LogToStandardErrorThreshold = LogLevel.Trace;
            console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
        });
    }

    private static void Map(WebApplication application, ServerParts parts)
    {
        var services = application.Services;
        var boundary = new RequestBoundary(parts.Doorkeeper, parts.Signatures, parts.Clock, services.GetRequiredService<ILogger<RequestBoundary>>());
        application.UseRouting();
        application.UseWebSockets();
        application.Use(next => context =>
        {
            OpaFailure.Claim(context);
            return next(context);
        });
        application.Use(next => context => boundary.InvokeAsync(context, next));
        var routes = new RouteMap(application);
        new HomePage().Map(routes);
        var health = new HealthEndpoints(services.GetRequiredService<HealthCheckService>(), parts.Health.Journal, parts.Policies, parts.Log, parts.Agents, parts.Options.Account);
        health.Map(routes);
        new MetricsEndpoints(parts.Metrics).Map(routes);
        new OpenApiEndpoint(services.GetRequiredKeyedService<IOpenApiDocumentProvider>(OpenApiEndpoint.DocumentName)).Map(routes);
        new ProposalEndpoints(parts.Decisions, parts.Archive, new SimilarProposals(parts.Log, parts.Archive)).Map(routes);
        new OutcomeEndpoints(parts.Reports, parts.Doorkeeper, services.GetRequiredService<ILogger<OutcomeEndpoints>>()).Map(routes);
        new BatchEndpoint(parts.Decisions, parts.Doorkeeper).Map(routes);
        new ReviewList(parts.Reviews, parts.Consensus.Board, parts.Notices.Untold, parts.Log, parts.Clock, application.Lifetime.ApplicationStopping).Map(routes);
        new ReviewEndpoints(parts.Reviews, parts.Archive, ReviewContext.Of(parts), parts.Clock).Map(routes);
        new VoteEndpoint(parts.Consensus.Voting).Map(routes);
        new VerdictEndpoints(parts.Reviews, parts.EditedInputs, parts.Doorkeeper, parts.Clock).Map(routes);
        new GrantEndpoints(parts.Reviews, parts.Clock).Map(routes);
        new DefinitionEndpoints(parts.Reviews.Definitions, parts.Clock).Map(routes);
        var replay = new PolicyReplay(parts.Log, parts.Store.Blobs, new GateOptions(), parts.Clock);
        new GrantRuleEndpoints(parts.Reviews, parts.Archive, parts.Policies, replay, parts.Clock).Map(routes);
        new LinkEndpoints(parts.Reviews, parts.Notices, parts.Archive, new AddressLimit(parts.Clock), parts.Clock).Map(routes);
        MapElicitations(routes, parts, application.Lifetime.ApplicationStopping);
        MapExperts(routes, parts, application.Lifetime.ApplicationStopping);
        MapCollaborations(routes, parts, application.Lifetime.ApplicationStopping);
        new DegradationEndpoints(parts.Degradation).Map(routes);
        var reads = new LogReads(parts.Log, parts.Clock);
        new EventEndpoints(parts.Log, reads, parts.ArchivedPayloads).Map(routes);
        new StreamEndpoints(
            parts.Log, reads, parts.Tokens, parts.Tickets, parts.Seats, parts.Options.Streams, parts.Clock, application.Lifetime.ApplicationStopping).Map(routes);
        new StatisticsEndpoint(parts.Log, parts.Health.Statistics, parts.Clock).Map(routes);
        new IndexEndpoints(parts.Store, parts.Clock).Map(routes);
        new EraseEndpoint(parts.Erasure, parts.Segments).Map(routes);
        new ExportEndpoint(parts.Store, parts.Clock).Map(routes);
        new ArchiveEndpoint(parts.Segments, parts.Clock).Map(routes);
        new BlobEndpoint(parts.Store.Blobs, parts.ArchivedPayloads, reads).Map(routes);
        MapOpa(routes, parts, health, services);
        new BundleEndpoints(parts.Policies, parts.Bundles.Statuses, parts.Bundles.Uploads).Map(routes);
        new DiffEndpoint(parts.Policies, replay, parts.Bundles, parts.Clock).Map(routes);
        new TokenEndpoints(parts.Tokens, parts.Configuration.Tokens).Map(routes);
        new AgentEndpoints(parts.Agents).Map(routes);
        new WorkspaceEndpoints(parts.Workspaces).Map(routes);
        MapHooks(routes, parts, services);
        new ValidateEndpoints(parts.Decisions).Map(routes);
        McpParts.Endpoint(parts, reads, services.GetRequiredService<HealthCheckService>(), services.GetRequiredService<ILoggerFactory>(), application.Lifetime.ApplicationStopping).Map(routes);
        routes.Finish();
    }

    private static void MapElicitations(RouteMap routes, ServerParts parts, CancellationToken stopping)
    {
        new ElicitationEndpoints(parts.Elicitations, parts.Clock, stopping).Map(routes);
        new ElicitationList(parts.Elicitations, parts.Clock, stopping).Map(routes);
        new ElicitationStream(parts.Elicitations, parts.Log, parts.Tokens, parts.Options.Streams, parts.Clock, stopping).Map(routes);
    }

    private static void MapExperts(RouteMap routes, ServerParts parts, CancellationToken stopping)
    {
        new ExpertEndpoints(parts.Experts, parts.Tasks.Board, parts.Tokens, parts.SigningKeys).Map(routes);
        new InboxEndpoints(parts.Tasks, parts.Experts, parts.Log, parts.Tokens, parts.Seats, parts.Options.Streams, parts.Clock, stopping).Map(routes);
        new TaskEndpoints(parts.Tasks, parts.Reviews.Desk, parts.Archive, parts.Log, parts.Clock, stopping).Map(routes);
        new TaskStepEndpoints(parts.Tasks, parts.Consensus.Voting, parts.Experts).Map(routes);
    }

    private static void MapCollaborations(RouteMap routes, ServerParts parts, CancellationToken stopping)
    {
        var (collaborations, clock) = (parts.Collaborations, parts.Clock);
        new CollaborationEndpoints(collaborations, clock).Map(routes);
        new CollaborationList(collaborations, parts.Log, clock).Map(routes);
        new MessageEndpoints(collaborations, clock, stopping).Map(routes);
        new SuggestionEndpoints(collaborations).Map(routes);
        new ContextEndpoints(collaborations, clock).Map(routes);
        new CollaborationStream(collaborations, parts.Log, parts.Tokens, parts.Seats, parts.Options.Streams, clock, stopping).Map(routes);
    }

    private static void MapHooks(RouteMap routes, ServerParts parts, IServiceProvider services)
    {
        var calls = new SessionCalls();
        var record = new HookRecord(parts.Reports, new PromptRecord(parts.Log, parts.Clock), calls, services.GetRequiredService<ILogger<HookRecord>>());
        var adapters = new HookAdapters([new ClaudeCodeAdapter(), new CodexAdapter(), new GeminiAdapter(), new CursorAdapter()]);
        new HookEndpoints(adapters, new HookDispatch(parts.Decisions, parts.Archive, calls, record, parts.Configuration.Review.HookWait), parts.Configuration.Limits).Map(routes);
    }

    private static void MapOpa(RouteMap routes, ServerParts parts, HealthEndpoints health, IServiceProvider services)
    {
        var clock = parts.Clock;
        var queries = new OpaQueries(parts.Policies.Library, clock, parts.Network);
        var plugins = new OpaPlugins(parts.Policies, [.. parts.Configuration.Policies.Bundles.Select(bundle => bundle.Name)]);
        var bodies = new OpaBody(parts.Configuration.Limits.BodyBytes);
        var recorder = new DecisionRecorder(parts.Log, parts.Store.Blobs, parts.Network, clock, services.GetRequiredService<ILogger<DecisionRecorder>>());
        new PolicyEndpoints(parts.Policies, bodies, clock).Map(routes);
        new DataEndpoints(queries, bodies, recorder, clock).Map(routes);
        new DataWriteEndpoints(parts.Policies, bodies, clock).Map(routes);
        new WebhookEndpoints(queries, bodies, recorder, clock).Map(routes);
        new QueryEndpoints(queries, bodies, recorder, clock).Map(routes);
        new CompileEndpoint(queries, bodies, clock).Map(routes);
        new FilterEndpoints(queries, bodies, clock).Map(routes);
        new StatusEndpoints(parts.Policies, parts.Bundles.Statuses, plugins).Map(routes);
        new OpaHealthEndpoints(queries, plugins, health.CanDecideAsync, clock).Map(routes);
    }
}
