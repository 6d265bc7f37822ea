using System.Globalization;
using ModelContextProtocol.Protocol;
using Pharos.Server.Security;

namespace Pharos.Server.Mcp.Tools.Lighthouse;

/// <summary>Opens a session in Lighthouse's words.</summary>
internal sealed class CreateSessionTool(SessionBook sessions) : IMcpTool
{
    public Tool Definition { get; } = ToolSchemas.Define(
        "lighthouse_create_session",
        "Create a session (Lighthouse)",
        "Name a stretch of your work. Give its session_id as \"session\" (or metadata.session_id) with your proposals to find them together. Any number may be open at once; it gives no rights.",
        ToolSchemas.Object($$"""
            {{Spoken.AgentId}},
            "ip_address":{"type":["string","null"],"maxLength":64,"description":"Only recorded as what you say."},
            "user_agent":{"type":["string","null"],"maxLength":256,"description":"Only recorded as what you say."},
            {{Spoken.Metadata}}
            """),
        """
        {"type":"object","required":["session_id","session_token","expires_at","agent_id"],"properties":{
        "session_id":{"type":"string"},"session_token":{"type":"string"},"expires_at":{"type":"string"},"agent_id":{"type":"string"}}}
        """,
        ToolEffect.Records);

    public RouteAccess Access => RouteAccess.Proposers | RouteAccess.Expert;

    public async ValueTask<CallToolResult> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        if (Spoken.RefuseOther(call) is { } other)
        {
            return other;
        }

        var (id, token, expiresAt) = await sessions.OpenAsync(call.Admission, call.Arguments.Text("ip_address"), call.Arguments.Text("user_agent"), cancellationToken);
        return ToolAnswer.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("session_id", id);
            writer.WriteString("session_token", token);
            writer.WriteString("expires_at", expiresAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            writer.WriteString("agent_id", call.Caller.Subject);
            writer.WriteEndObject();
        });
    }
}
