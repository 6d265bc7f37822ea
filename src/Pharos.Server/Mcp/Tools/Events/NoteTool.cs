using ModelContextProtocol.Protocol;
using Pharos.Server.Security;

namespace Pharos.Server.Mcp.Tools.Events;

/// <summary>Writes into the record.</summary>
internal sealed class NoteTool(AgentNotes notes) : IMcpTool
{
    public Tool Definition { get; } = ToolSchemas.Define(
        "pharos_note",
        "Write into the record",
        "Leave a note of your own in the tamper-evident record: a plan, a finding, why you did something. It is recorded as yours and cannot be changed; secrets are masked.",
        ToolSchemas.Object("""
            "kind":{"type":"string","minLength":1,"maxLength":100,"description":"What you call it, such as plan or finding."},
            "data":{"type":"object"}
            """, "kind", "data"),
        """{"type":"object","required":["event_id","position"],"properties":{"event_id":{"type":"string"},"position":{"type":"number"}}}""",
        ToolEffect.Records);

    public RouteAccess Access => RouteAccess.Proposers | RouteAccess.Expert;

    public async ValueTask<CallToolResult> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var (id, at, problem) = await notes.WriteAsync(call.Arguments.Required("kind"), call.Arguments.Object("data")!, call.Admission, cancellationToken);
        return problem is not null ? ToolAnswer.Refuse(problem) : ToolAnswer.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("event_id", id.Value);
            writer.WriteNumber("position", at!.Value.Value);
            writer.WriteEndObject();
        });
    }
}
