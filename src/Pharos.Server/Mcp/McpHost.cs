using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Pharos.Events;
using Pharos.Server.Logging;
using Pharos.Server.Mcp.Elicitations;
using Pharos.Server.Mcp.Prompts;
using Pharos.Server.Mcp.Resources;
using Pharos.Server.Mcp.Tools;
using Pharos.Server.Mcp.Transport;
using Pharos.Server.Security;

namespace Pharos.Server.Mcp;

/// <summary>Makes what answers a client: a machine of the protocol that knows who is behind it, over the tools, resources and prompts that all share.</summary>
internal sealed class McpHost(ToolCatalogue tools, ResourceHandlers resources, PromptCatalogue prompts, ElicitationPush questions, ILoggerFactory loggers, TimeProvider clock)
{
    private const string Instructions = """
        Pharos decides what agents may do, and keeps the record. Before you act, propose it with pharos_propose; do it only if the decision is "allow" (and then do what "edited" says, where it is set).
        "deny" is final: read the reason and choose another way. "review" means that somebody has to look: wait with pharos_wait or ask again with pharos_get_decision, and do not act meanwhile.
        Afterwards report what became of it with pharos_report_outcome. You are who your token says; no argument makes you another agent.
        """;

    private readonly ILogger<McpHost> _logger = loggers.CreateLogger<McpHost>();

    /// <summary>The logs.</summary>
    public ILoggerFactory Loggers => loggers;

    /// <summary>Makes what answers one request.</summary>
    public McpServer Create(StreamableHttpServerTransport transport, Admission admission) => Create(transport, admission, new ResourceSubscriptions());

    /// <summary>Makes a session.</summary>
    public ClientSession CreateSession(string id, Admission admission, bool isSigned)
    {
        var transport = new StreamableHttpServerTransport(loggers) { SessionId = id };
        var subscriptions = new ResourceSubscriptions();
        return new ClientSession(id, admission.Caller, transport, Create(transport, admission, subscriptions), subscriptions, clock) { IsSigned = isSigned };
    }

    /// <summary>What goes on beside a session: its client is told of what it subscribed to, and asked what its agent is asked.</summary>
    public Task FollowAsync(ClientSession session, CancellationToken ended) => Task.WhenAll(
        FollowAsync(() => resources.FollowAsync(session.Server, session.Owner, session.Subscriptions, ended), ended),
        FollowAsync(() => questions.FollowAsync(session, ended), ended));

    private async Task FollowAsync(Func<Task> following, CancellationToken ended)
    {
        try
        {
            await following();
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The session has ended.
        }
        catch (EventLogUnavailableException unavailable)
        {
            _logger.SessionUntold(unavailable.Message);
        }
    }

    private McpServer Create(StreamableHttpServerTransport transport, Admission admission, ResourceSubscriptions subscriptions)
    {
        var caller = admission.Caller;
        var handlers = new McpServerHandlers
        {
            ListToolsHandler = (_, _) => ValueTask.FromResult(tools.ListFor(caller)),
            CallToolHandler = (request, cancellationToken) => tools.CallAsync(request, admission, cancellationToken),
            ListPromptsHandler = (_, _) => ValueTask.FromResult(PromptCatalogue.List(caller)),
            GetPromptHandler = (request, cancellationToken) => prompts.GetAsync(request.Params, caller, cancellationToken),
        };
        resources.AddTo(handlers, caller, subscriptions);
        var options = new McpServerOptions
        {
            ServerInfo = new Implementation { Name = "pharos", Title = "Pharos", Version = PharosServer.Version },
            ServerInstructions = Instructions,
            Capabilities = new ServerCapabilities { Tools = new ToolsCapability(), Prompts = new PromptsCapability(), Resources = new ResourcesCapability { Subscribe = true } },
            Handlers = handlers,
        };
        return McpServer.Create(transport, options, loggers);
    }
}
