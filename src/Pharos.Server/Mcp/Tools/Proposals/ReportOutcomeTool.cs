using ModelContextProtocol.Protocol;
using Microsoft.Extensions.Logging;
using Pharos.Gate;
using Pharos.Proposals;
using Pharos.Server.Logging;
using Pharos.Server.Security;

namespace Pharos.Server.Mcp.Tools.Proposals;

/// <summary>What became of what was allowed.</summary>
internal sealed class ReportOutcomeTool(ExecutionReports reports, ILogger<ReportOutcomeTool> logger) : IMcpTool
{
    public Tool Definition { get; } = ToolSchemas.Define(
        "pharos_report_outcome",
        "Report what became of it",
        "Say what became of a proposal of yours after you acted (or while you do), so that the record is whole.",
        ToolSchemas.Object($$"""
            "proposal_id":{{ToolSchemas.Id}},
            "outcome":{"enum":["executing","done","failed","unknown"]},
            "detail":{"type":"string","maxLength":100000,"description":"What it printed, or why it failed; secrets are masked."}
            """, "proposal_id", "outcome"),
        """
        {"type":"object","required":["proposal_id","outcome","position","bypassed"],"properties":{
        "proposal_id":{"type":"string"},"outcome":{"type":"string"},"position":{"type":"number"},
        "bypassed":{"type":"boolean","description":"True: it had not been allowed, and an alarm was recorded."}}}
        """,
        ToolEffect.Records);

    public RouteAccess Access => RouteAccess.Proposers;

    public async ValueTask<CallToolResult> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var id = new ProposalId(call.Arguments.Id("proposal_id")!.Value);
        var outcome = call.Arguments.Required("outcome");
        if (!ExecutionReport.TryParseState(outcome, out var state))
        {
            throw new InvalidOperationException($"The schema lets {outcome} pass.");
        }

        switch (await reports.ReportAsync(id, new ExecutionReport(state, call.Arguments.Text("detail")), call.Caller, cancellationToken))
        {
            case ReportOutcome.Recorded recorded:
                return Result(id, outcome, recorded.Position.Value, isBypass: false);
            case ReportOutcome.Bypassed bypassed:
                logger.Bypassed(id.ToString());
                return Result(id, outcome, bypassed.Position.Value, isBypass: true);
            case ReportOutcome.Refused refused:
                return ToolAnswer.Refuse(refused.Problem);
            default:
                throw new InvalidOperationException("An outcome without a case.");
        }
    }

    private static CallToolResult Result(ProposalId id, string outcome, long position, bool isBypass) => ToolAnswer.Of(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("proposal_id", id.Value);
        writer.WriteString("outcome", outcome);
        writer.WriteNumber("position", position);
        writer.WriteBoolean("bypassed", isBypass);
        writer.WriteEndObject();
    });
}
