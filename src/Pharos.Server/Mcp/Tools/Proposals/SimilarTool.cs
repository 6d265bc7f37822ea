using ModelContextProtocol.Protocol;
using Pharos.Proposals;
using Pharos.Server.Proposals;
using Pharos.Server.Security;

namespace Pharos.Server.Mcp.Tools.Proposals;

/// <summary>Earlier decisions on the same effects.</summary>
internal sealed class SimilarTool(ProposalTools proposals, SimilarProposals similar) : IMcpTool
{
    public Tool Definition { get; } = ToolSchemas.Define(
        "pharos_similar_decisions",
        "Find similar decisions",
        "Earlier decisions on the same tool with the same effects as one of your proposals, the newest first: how such things went before.",
        ToolSchemas.Object($$""" "proposal_id":{{ToolSchemas.Id}} """, "proposal_id"),
        $$"""{"type":"object","required":["similar"],"properties":{"similar":{"type":"array","items":{{ToolSchemas.Answer}} } } }""",
        ToolEffect.Reads);

    public RouteAccess Access => RouteAccess.Proposers | RouteAccess.Readers;

    public async ValueTask<CallToolResult> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var (found, refusal) = await proposals.FindAsync(call.Arguments.Id("proposal_id")!.Value, call, cancellationToken);
        if (found is null)
        {
            return refusal!;
        }

        var earlier = await similar.FindAsync(found, call.IsReader ? null : call.Caller.Subject, cancellationToken);
        return ToolAnswer.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("similar");
            foreach (var answer in earlier)
            {
                AnswerJson.Write(writer, answer, facts: null);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }
}
