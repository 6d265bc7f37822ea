using ModelContextProtocol.Protocol;
using Pharos.Server.Mcp.Tools.Health;
using Pharos.Server.Security;

namespace Pharos.Server.Mcp.Tools.Lighthouse;

/// <summary>The state of the server in Lighthouse's words.</summary>
internal sealed class BridgeStatusTool(ServerState state) : IMcpTool
{
    public Tool Definition { get; } = ToolSchemas.Define(
        "lighthouse_get_bridge_status",
        "Status of the server (Lighthouse)",
        "How the server is, what of it is, how many agents there are, and what waits. The same job as pharos_health.",
        ToolSchemas.Object(""" "request":{"type":["object","string","null"]} """),
        """
        {"type":"object","required":["status","mode","components","active_agents","pending_validations","uptime_seconds"],"properties":{
        "status":{"type":"string"},"mode":{"type":"string"},"components":{"type":"object","additionalProperties":{"type":"string"}},
        "active_agents":{"type":"integer"},"pending_validations":{"type":"integer"},"uptime_seconds":{"type":"number"}}}
        """,
        ToolEffect.Reads);

    public RouteAccess Access => RouteAccess.Proposers | RouteAccess.Readers | RouteAccess.Expert;

    public async ValueTask<CallToolResult> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var report = await state.CheckAsync(cancellationToken);
        return ToolAnswer.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("status", ServerState.NameOf(report.Status));
            writer.WriteString("mode", state.Mode);
            writer.WriteStartObject("components");
            foreach (var (name, entry) in report.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                writer.WriteString(name, ServerState.NameOf(entry.Status));
            }

            writer.WriteEndObject();
            writer.WriteNumber("active_agents", state.Agents);
            writer.WriteNumber("pending_validations", state.WaitingFor(call));
            writer.WriteNumber("uptime_seconds", Math.Floor(state.Uptime.TotalSeconds));
            writer.WriteEndObject();
        });
    }
}
