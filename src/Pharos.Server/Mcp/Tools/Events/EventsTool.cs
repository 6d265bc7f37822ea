using ModelContextProtocol.Protocol;
using Pharos.Events;
using Pharos.Server.Security;

namespace Pharos.Server.Mcp.Tools.Events;

/// <summary>Searches the record.</summary>
internal sealed class EventsTool(EventReading reading) : IMcpTool
{
    public Tool Definition { get; } = ToolSchemas.Define(
        "pharos_events",
        "Search the record",
        "The events about you: what you proposed, what was decided, what you noted; the newest first unless you say otherwise. Readers see everybody's.",
        ToolSchemas.Object($$"""
            "type":{"type":"string","maxLength":100,"description":"Exactly this type, such as proposal.decided."},
            "correlation":{{ToolSchemas.Id}},
            "from":{"type":"string","maxLength":40,"description":"ISO 8601"},"to":{"type":"string","maxLength":40},
            "after":{"type":"integer","minimum":0},
            "order":{"enum":["asc","desc"]},
            "limit":{"type":"integer","minimum":1,"maximum":{{EventReading.MaximumEvents}},"description":"Left out: 50."}
            """),
        EventReading.Output,
        ToolEffect.Reads);

    public RouteAccess Access => RouteAccess.Proposers | RouteAccess.Readers | RouteAccess.Expert;

    public async ValueTask<CallToolResult> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var arguments = call.Arguments;
        if (!EventReading.TryTime(arguments.Text("from"), out var from) || !EventReading.TryTime(arguments.Text("to"), out var to))
        {
            return ToolAnswer.Refuse("query.parameter", "\"from\" and \"to\" must be ISO 8601 times such as 2026-11-21T03:30:00Z.");
        }

        var query = new EventQuery
        {
            Type = arguments.Text("type"),
            Correlation = arguments.Id("correlation") is { } id ? new CorrelationId(id) : null,
            From = from,
            To = to,
            After = arguments.Number("after") is { } after ? new Position((long)after) : null,
            Descending = arguments.Text("order") != "asc",
            Limit = (int)(arguments.Number("limit") ?? 50),
        };
        return await reading.ReadAsync(query, call, cancellationToken);
    }
}
