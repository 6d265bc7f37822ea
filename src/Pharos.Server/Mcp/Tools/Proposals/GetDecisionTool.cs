using ModelContextProtocol.Protocol;
using Pharos.Server.Security;

namespace Pharos.Server.Mcp.Tools.Proposals;

/// <summary>What became of a proposal.</summary>
internal sealed class GetDecisionTool(ProposalTools proposals) : IMcpTool
{
    public Tool Definition { get; } = ToolSchemas.Define(
        "pharos_get_decision",
        "Look at a decision",
        "How a proposal stands now, with the facts it was decided on; waits for the verdict if you say how long. A verdict you read here counts as given to you.",
        ToolSchemas.Object($$"""
            "proposal_id":{{ToolSchemas.Id}},
            "wait_seconds":{"type":"number","minimum":0,"maximum":600,"description":"Left out: answer at once."}
            """, "proposal_id"),
        ToolSchemas.Answer,
        ToolEffect.Settles);

    public RouteAccess Access => RouteAccess.Proposers | RouteAccess.Readers;

    public async ValueTask<CallToolResult> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var (found, refusal) = await proposals.FindAsync(call.Arguments.Id("proposal_id")!.Value, call, cancellationToken);
        var wait = TimeSpan.FromSeconds(call.Arguments.Number("wait_seconds") ?? 0);
        return found is null ? refusal! : ProposalTools.Result(await proposals.SettleAsync(found, call, wait, cancellationToken), found.Facts);
    }
}
