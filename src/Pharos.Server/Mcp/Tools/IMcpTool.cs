using ModelContextProtocol.Protocol;
using Pharos.Server.Security;

namespace Pharos.Server.Mcp.Tools;

/// <summary>One tool. Each is a class in this folder, listed in <see cref="McpParts"/>.</summary>
internal interface IMcpTool
{
    /// <summary>What clients see.</summary>
    Tool Definition { get; }

    /// <summary>Who may call it; nobody else sees it.</summary>
    RouteAccess Access { get; }

    /// <summary>What it does among agents; the same rules as for routes. Default: nothing.</summary>
    AgentAct Act => AgentAct.None;

    /// <summary>Does it. What was expected to go wrong is an answer; exceptions are bugs and a log that is away.</summary>
    ValueTask<CallToolResult> CallAsync(ToolCall call, CancellationToken cancellationToken);
}
