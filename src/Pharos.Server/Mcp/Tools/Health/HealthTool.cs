using ModelContextProtocol.Protocol;
using Pharos.Server.Security;

namespace Pharos.Server.Mcp.Tools.Health;

/// <summary>Whether the server can decide.</summary>
internal sealed class HealthTool(ServerState state) : IMcpTool
{
    public Tool Definition { get; } = ToolSchemas.Define(
        "pharos_health",
        "Ask how the server is",
        "Whether Pharos can decide and record now, who you are to it, by which policies it decides, and how many of your proposals wait for somebody.",
        ToolSchemas.Object(""),
        """
        {"type":"object","required":["status","subject","role","mode","waiting"],"properties":{
        "status":{"enum":["healthy","degraded","unhealthy"]},"version":{"type":"string"},
        "subject":{"type":"string","description":"You, by your token."},"role":{"type":"string"},
        "mode":{"type":"string"},"policy_version":{"type":"string"},"waiting":{"type":"integer"},"uptime_seconds":{"type":"number"}}}
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
            writer.WriteString("version", PharosServer.Version);
            writer.WriteString("subject", call.Caller.Subject);
            writer.WriteString("role", Pharos.Agents.RoleNames.Of(call.Caller.Role));
            writer.WriteString("mode", state.Mode);
            writer.WriteString("policy_version", state.PolicyVersion);
            writer.WriteNumber("waiting", state.WaitingFor(call));
            writer.WriteNumber("uptime_seconds", Math.Floor(state.Uptime.TotalSeconds));
            writer.WriteEndObject();
        });
    }
}
