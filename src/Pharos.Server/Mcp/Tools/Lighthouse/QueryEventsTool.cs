using ModelContextProtocol.Protocol;
using Pharos.Events;
using Pharos.Server.Mcp.Tools.Events;
using Pharos.Server.Security;

namespace Pharos.Server.Mcp.Tools.Lighthouse;

/// <summary>A search of the record in Lighthouse's words. Lighthouse ignored the filters and answered everything to everybody.</summary>
internal sealed class QueryEventsTool(EventReading reading) : IMcpTool
{
    public Tool Definition { get; } = ToolSchemas.Define(
        "lighthouse_query_events",
        "Search the record (Lighthouse)",
        "Events about you, the newest first. Only who may read the whole record may name another agent_id. The same job as pharos_events.",
        ToolSchemas.Object($$"""
            "event_type":{"type":["string","null"],"maxLength":100},
            "agent_id":{"type":["string","null"],"maxLength":128},
            "start_time":{"type":["string","null"],"maxLength":40},"end_time":{"type":["string","null"],"maxLength":40},
            "limit":{"type":"integer","minimum":1,"maximum":{{EventReading.MaximumEvents}}}
            """),
        EventReading.Output,
        ToolEffect.Reads);

    public RouteAccess Access => RouteAccess.Proposers | RouteAccess.Readers | RouteAccess.Expert;

    public async ValueTask<CallToolResult> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        if (!call.IsReader && Spoken.RefuseOther(call) is { } other)
        {
            return other;
        }

        if (!EventReading.TryTime(call.Arguments.Text("start_time"), out var from) || !EventReading.TryTime(call.Arguments.Text("end_time"), out var to))
        {
            return ToolAnswer.Refuse("query.parameter", "\"start_time\" and \"end_time\" must be ISO 8601 times such as 2026-11-21T03:30:00Z.");
        }

        var query = new EventQuery
        {
            Type = call.Arguments.Text("event_type"),
            Agent = call.Arguments.Text("agent_id"),
            From = from,
            To = to,
            Descending = true,
            Limit = (int)(call.Arguments.Number("limit") ?? 100),
        };
        return await reading.ReadAsync(query, call, cancellationToken);
    }
}
