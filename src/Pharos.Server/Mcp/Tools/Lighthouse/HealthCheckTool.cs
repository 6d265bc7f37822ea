using ModelContextProtocol.Protocol;
using Pharos.Server.Mcp.Tools.Health;
using Pharos.Server.Security;

namespace Pharos.Server.Mcp.Tools.Lighthouse;

/// <summary>Whether the server is well, in Lighthouse's words. Lighthouse always said yes; this runs the checks.</summary>
internal sealed class HealthCheckTool(ServerState state) : IMcpTool
{
    public Tool Definition { get; } = ToolSchemas.Define(
        "lighthouse_health_check",
        "Health of the server (Lighthouse)",
        "Whether the server can decide and record now.",
        ToolSchemas.Object(""),
        """{"type":"object","required":["status","service"],"properties":{"status":{"enum":["healthy","degraded","unhealthy"]},"service":{"type":"string"}}}""",
        ToolEffect.Reads);

    public RouteAccess Access => RouteAccess.Proposers | RouteAccess.Readers | RouteAccess.Expert;

    public async ValueTask<CallToolResult> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var report = await state.CheckAsync(cancellationToken);
        return ToolAnswer.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("status", ServerState.NameOf(report.Status));
            writer.WriteString("service", "pharos");
            writer.WriteEndObject();
        });
    }
}
