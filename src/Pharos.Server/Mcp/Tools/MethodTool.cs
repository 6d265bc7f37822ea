using ModelContextProtocol.Protocol;
using Pharos.Server.Security;

namespace Pharos.Server.Mcp.Tools;

/// <summary>A tool of a family that shares its parts: the definition with the method that does it. The families are those of work among agents, so what does not only read writes there.</summary>
/// <param name="definition">What clients see.</param>
/// <param name="access">Who may call it.</param>
/// <param name="call">Does it.</param>
internal sealed class MethodTool(Tool definition, RouteAccess access, Func<ToolCall, CancellationToken, ValueTask<CallToolResult>> call) : IMcpTool
{
    public Tool Definition => definition;

    public RouteAccess Access => access;

    public AgentAct Act { get; init; } = definition.Annotations?.ReadOnlyHint == true ? AgentAct.None : AgentAct.Write;

    public ValueTask<CallToolResult> CallAsync(ToolCall given, CancellationToken cancellationToken) => call(given, cancellationToken);
}
