using ModelContextProtocol.Protocol;
using Pharos.Server.Security;

namespace Pharos.Server.Mcp.Tools.Lighthouse;

/// <summary>Checks a session of one's own in Lighthouse's words. Lighthouse told anybody whether any token was good.</summary>
internal sealed class ValidateSessionTool(SessionBook sessions) : IMcpTool
{
    public Tool Definition { get; } = ToolSchemas.Define(
        "lighthouse_validate_session",
        "Validate a session (Lighthouse)",
        "Whether a session_token is one of yours and still good.",
        ToolSchemas.Object(
            $$"""
            "session_token":{"type":"string","maxLength":4096},
            {{Spoken.AgentId}},
            "ip_address":{"type":["string","null"],"maxLength":64},"user_agent":{"type":["string","null"],"maxLength":256}
            """,
            "session_token"),
        """{"type":"object","required":["valid","session_id"],"properties":{"valid":{"type":"boolean"},"session_id":{"type":["string","null"]}}}""",
        ToolEffect.Reads);

    public RouteAccess Access => RouteAccess.Proposers | RouteAccess.Expert;

    public ValueTask<CallToolResult> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        if (Spoken.RefuseOther(call) is { } other)
        {
            return ValueTask.FromResult(other);
        }

        var session = sessions.Find(call.Arguments.Required("session_token"), call.Admission);
        return ValueTask.FromResult(ToolAnswer.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("valid", session is not null);
            writer.WriteString("session_id", session?.ToString());
            writer.WriteEndObject();
        }));
    }
}
