using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Pharos.Server.Mcp.Tools;
using Pharos.Server.Mcp.Transport;
using Pharos.Server.Security;

namespace Pharos.Server.Mcp;

/// <summary>Makes what answers a client: a machine of the protocol that knows who is behind it, over the tools, resources and prompts that all share.</summary>
internal sealed class McpHost(ToolCatalogue tools, ILoggerFactory loggers, TimeProvider clock)
{
    private const string Instructions = """
        Pharos decides what agents may do, and keeps the record. Before you act, propose it with pharos_propose; do it only if the decision is "allow" (and then do what "edited" says, where it is set).
        "deny" is final: read the reason and choose another way. "review" means that somebody has to look: wait with pharos_wait or ask again with pharos_get_decision, and do not act meanwhile.
        Afterwards report what became of it with pharos_report_outcome. You are who your token says; no argument makes you another agent.
        """;

    /// <summary>The logs.</summary>
    public ILoggerFactory Loggers => loggers;

    /// <summary>Makes what answers one request or one session.</summary>
    public McpServer Create(StreamableHttpServerTransport transport, Admission admission) =>
        McpServer.Create(transport, OptionsFor(admission), loggers);

    /// <summary>Makes a session.</summary>
    public ClientSession CreateSession(string id, Admission admission)
    {
        var transport = new StreamableHttpServerTransport(loggers) { SessionId = id };
        return new ClientSession(id, admission.Caller, transport, Create(transport, admission), clock);
    }

    /// <summary>What goes on beside a session: its client is told of what it asked for.</summary>
    public Task FollowAsync(ClientSession session, CancellationToken ended) => Task.CompletedTask;

    private McpServerOptions OptionsFor(Admission admission) => new()
    {
        ServerInfo = new Implementation { Name = "pharos", Title = "Pharos", Version = PharosServer.Version },
        ServerInstructions = Instructions,
        Capabilities = new ServerCapabilities { Tools = new ToolsCapability() },
        Handlers = new McpServerHandlers
        {
            ListToolsHandler = (_, _) => ValueTask.FromResult(tools.ListFor(admission.Caller)),
            CallToolHandler = (request, cancellationToken) => tools.CallAsync(request, admission, cancellationToken),
        },
    };
}
