using ModelContextProtocol.Protocol;
using Pharos.Rego.Values;
using Pharos.Server.Mcp.Tools.Events;
using Pharos.Server.Security;

namespace Pharos.Server.Mcp.Tools.Lighthouse;

/// <summary>
/// A note in Lighthouse's words. Lighthouse let agents store events of any type in anybody's name; here it is always a note, with the given type as its kind.
/// </summary>
internal sealed class StoreEventTool(AgentNotes notes) : IMcpTool
{
    public Tool Definition { get; } = ToolSchemas.Define(
        "lighthouse_store_event",
        "Store an event (Lighthouse)",
        "Leave a note in the record. Whatever the event_type, it is recorded as agent.noted with that type as its kind, and as yours. The same job as pharos_note.",
        ToolSchemas.Object(
            $$"""
            "event_type":{"type":"string","minLength":1,"maxLength":100},
            "event_data":{"type":"object"},
            {{Spoken.AgentId}},{{Spoken.Metadata}}
            """,
            "event_type",
            "event_data"),
        """{"type":"object","required":["success","event_id","type","position"],"properties":{"success":{"type":"boolean"},"event_id":{"type":"string"},"type":{"type":"string"},"position":{"type":"number"}}}""",
        ToolEffect.Records);

    public RouteAccess Access => RouteAccess.Proposers | RouteAccess.Expert;

    public async ValueTask<CallToolResult> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        if (Spoken.RefuseOther(call) is { } other)
        {
            return other;
        }

        var data = call.Arguments.Object("event_data")!;
        if (call.Arguments.Object("metadata") is { Count: > 0 } metadata)
        {
            data = RegoObject.Of(("event_data", data), ("metadata", metadata));
        }

        var (id, at, problem) = await notes.WriteAsync(call.Arguments.Required("event_type"), data, call.Admission, cancellationToken);
        return problem is not null ? ToolAnswer.Refuse(problem) : ToolAnswer.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("success", true);
            writer.WriteString("event_id", id.Value);
            writer.WriteString("type", AgentNotes.Noted);
            writer.WriteNumber("position", at!.Value.Value);
            writer.WriteEndObject();
        });
    }
}
