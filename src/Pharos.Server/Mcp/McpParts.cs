using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Pharos.Server.Events;
using Pharos.Server.Mcp.Approval;
using Pharos.Server.Mcp.Elicitations;
using Pharos.Server.Mcp.Prompts;
using Pharos.Server.Mcp.Resources;
using Pharos.Server.Mcp.Tools;
using Pharos.Server.Mcp.Tools.Collaborations;
using Pharos.Server.Mcp.Tools.Elicitations;
using Pharos.Server.Mcp.Tools.Events;
using Pharos.Server.Mcp.Tools.Experts;
using Pharos.Server.Mcp.Tools.Health;
using Pharos.Server.Mcp.Tools.Lighthouse;
using Pharos.Server.Mcp.Tools.Proposals;
using Pharos.Server.Mcp.Transport;
using Pharos.Server.Proposals;

namespace Pharos.Server.Mcp;

/// <summary>The Model Context Protocol of a running server, and the list of its tools.</summary>
internal static class McpParts
{
    /// <summary>Makes the endpoint over the parts.</summary>
    public static McpEndpoint Endpoint(ServerParts parts, LogReads reads, HealthCheckService checks, ILoggerFactory loggers, CancellationToken stopping)
    {
        var tools = new ToolCatalogue(Tools(parts, reads, checks, loggers), parts.Standing, loggers.CreateLogger<ToolCatalogue>(), stopping);
        var decisions = new OwnDecisions(parts.Log, parts.Decisions, parts.Archive);
        var resources = new ResourceHandlers(new ResourceCatalogue(decisions, parts.Archive, parts.Decisions, parts.Policies), new ResourceWatch(parts.Log, parts.Clock), parts.Log);
        var questions = new ElicitationPush(parts.Elicitations, parts.Standing, parts.Log, parts.Clock, loggers.CreateLogger<ElicitationPush>());
        var host = new McpHost(tools, resources, new PromptCatalogue(parts.Archive, parts.Decisions), questions, loggers, parts.Clock);
        return new McpEndpoint(host, parts.McpSessions, parts.Seats, new TokenWatch(parts.Tokens, parts.Options.Streams, parts.Clock, stopping));
    }

    private static IMcpTool[] Tools(ServerParts parts, LogReads reads, HealthCheckService checks, ILoggerFactory loggers)
    {
        var settings = parts.Configuration.Mcp;
        var proposals = new ProposalTools(parts.Decisions, parts.Archive, settings.Wait, parts.Clock);
        var approval = new ClientApproval(parts.Reviews.Desk, parts.Decisions, parts.Archive, parts.ClientState, settings);
        var notes = new AgentNotes(parts.Log, parts.Clock);
        var reading = new EventReading(parts.Log, reads);
        var state = new ServerState(checks, parts);
        var sessions = new SessionBook(parts.Log, parts.ClientState, parts.Clock);
        var tasks = new TaskTools(parts.Tasks, parts.Experts, proposals, parts.Log, parts.Clock);
        return
        [
            new ProposeTool(proposals, approval),
            new GetDecisionTool(proposals),
            new WaitTool(proposals),
            new ReportOutcomeTool(parts.Reports, loggers.CreateLogger<ReportOutcomeTool>()),
            new HistoryTool(new OwnDecisions(parts.Log, parts.Decisions, parts.Archive)),
            new SimilarTool(proposals, new SimilarProposals(parts.Log, parts.Archive)),
            new NoteTool(notes),
            new EventsTool(reading),
            new HealthTool(state),
            new BridgeStatusTool(state),
            new HealthCheckTool(state),
            new ValidateCommandTool(proposals),
            new CreateSessionTool(sessions),
            new ValidateSessionTool(sessions),
            new StoreEventTool(notes),
            new QueryEventsTool(reading),
            .. new ExpertTools(parts.Experts, parts.Tasks, parts.SigningKeys).All,
            .. new TaskToolList(tasks, parts.Tasks, parts.Consensus.Voting).All,
            .. new ElicitationToolList(new ElicitationTools(parts.Elicitations, proposals, parts.Clock)).All,
            .. new CollaborationToolList(new CollaborationTools(parts.Collaborations, proposals, parts.Clock)).All,
        ];
    }
}
