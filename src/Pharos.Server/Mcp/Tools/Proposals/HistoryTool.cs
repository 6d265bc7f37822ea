using ModelContextProtocol.Protocol;
using Pharos.Events;
using Pharos.Proposals;
using Pharos.Server.Security;

namespace Pharos.Server.Mcp.Tools.Proposals;

/// <summary>What was decided about the caller.</summary>
internal sealed class HistoryTool(OwnDecisions decisions) : IMcpTool
{
    private const int MaximumAnswers = 100;

    public Tool Definition { get; } = ToolSchemas.Define(
        "pharos_history",
        "Look at your decisions",
        "What you proposed and what was decided, the newest first, as it stands now. Readers see everybody's.",
        ToolSchemas.Object($$"""
            "decision":{"enum":["allow","deny","review"],"description":"Only these; review means: still waiting."},
            "before":{"type":"integer","minimum":1,"description":"The \"next\" of the answer before, to read on."},
            "limit":{"type":"integer","minimum":1,"maximum":{{MaximumAnswers}},"description":"Left out: 20."}
            """),
        $$"""
        {"type":"object","required":["decisions","next"],"properties":{
        "decisions":{"type":"array","items":{"type":"object","required":["at","agent","answer"],"properties":{"at":{"type":"string"},"agent":{"type":["string","null"]},"answer":{{ToolSchemas.Answer}} } } },
        "next":{"type":["number","null"]} } }
        """,
        ToolEffect.Reads);

    public RouteAccess Access => RouteAccess.Proposers | RouteAccess.Readers;

    public async ValueTask<CallToolResult> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var only = call.Arguments.Text("decision");
        var (found, next) = await decisions.ListAsync(
            call.IsReader ? null : call.Caller.Subject,
            call.Arguments.Number("before") is { } before ? new Position((long)before) : null,
            (int)(call.Arguments.Number("limit") ?? 20),
            past => only is null || AnswerNames.Of(past.Answer.Decision) == only,
            cancellationToken);
        return ToolAnswer.Of(writer =>
        {
            writer.WriteStartObject();
            DecisionsJson.WriteList(writer, found);
            if (next is { } position)
            {
                writer.WriteNumber("next", position.Value);
            }
            else
            {
                writer.WriteNull("next");
            }

            writer.WriteEndObject();
        });
    }
}
