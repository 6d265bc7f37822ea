using System.Text.Json;
using ModelContextProtocol.Protocol;
using Pharos.Gate;
using Pharos.Proposals;
using Pharos.Rego.Values;
using Pharos.Server.Mcp.Approval;
using Pharos.Server.Security;

namespace Pharos.Server.Mcp.Tools.Proposals;

/// <summary>Proposes, and waits for the reviewers where they have to look.</summary>
internal sealed class ProposeTool(ProposalTools proposals, ClientApproval approval) : IMcpTool
{
    /// <summary>The tool's name.</summary>
    public const string Name = "pharos_propose";

    public Tool Definition { get; } = ToolSchemas.Define(
        Name,
        "Propose an action",
        "Ask whether you may do something before you do it. Decides at once, or waits for a reviewer as long as your client has patience; then answers \"review\" and an id to ask again with. Act only on \"allow\".",
        ToolSchemas.Object(
            $$"""
            "kind":{"enum":{{JsonSerializer.Serialize(ProposalKinds.All)}},"description":"What it is: a command, a file that is written, a call of a tool…"},
            "tool":{"type":"string","minLength":1,"maxLength":256,"description":"The tool you would use, such as Bash or Write."},
            "input":{"type":"object","description":"The tool's arguments, whole: {\"command\":\"…\"} for a command."},
            "workspace":{"type":"string","maxLength":4096,"description":"The absolute folder you work in."},
            "cwd":{"type":"string","maxLength":4096,"description":"Working directory, if another one."},
            "session":{"type":"string","maxLength":256},"subagent":{"type":"string","maxLength":256},
            "annotations":{"type":"object","description":"What the tool's own server says of it (readOnlyHint…)."},
            "operation_id":{{ToolSchemas.Id}},
            "wait_seconds":{{ToolSchemas.WaitSeconds}}
            """,
            "kind",
            "tool",
            "input",
            "workspace"),
        ToolSchemas.Answer,
        ToolEffect.Records);

    public RouteAccess Access => RouteAccess.Proposers;

    public async ValueTask<CallToolResult> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        if (call.Request.Params.RequestState is not null)
        {
            return await approval.TakeAsync(call, cancellationToken) switch
            {
                ClientApprovalOutcome.Judged judged => ProposalTools.Result(await proposals.WaitAsync(judged.Answer, call, proposals.WaitOf(call.Arguments), cancellationToken)),
                ClientApprovalOutcome.Unanswered unanswered => ProposalTools.Result(unanswered.Answer),
                ClientApprovalOutcome.Refused refused => ToolAnswer.Refuse(refused.Problem),
                _ => throw new InvalidOperationException("An outcome without a case."),
            };
        }

        return ProposalReader.Read(Document(call.Arguments)) switch
        {
            ProposalReading.Read read => await DecideAsync(read.Request, call, cancellationToken),
            ProposalReading.Refused refused => ToolAnswer.Refuse(refused.Problem),
            _ => throw new InvalidOperationException("A reading without a case."),
        };
    }

    private async ValueTask<CallToolResult> DecideAsync(ProposalRequest request, ToolCall call, CancellationToken cancellationToken)
    {
        switch (await proposals.Decisions.DecideAsync(request, call.Caller, TimeSpan.Zero, cancellationToken))
        {
            case PipelineOutcome.Refused refused:
                return ToolAnswer.Refuse(refused.Problem);
            case PipelineOutcome.Answered { Answer: { Decision: Decision.Review, Review: not null } waiting }:
                await approval.AskAsync(waiting, call, cancellationToken);
                return ProposalTools.Result(await proposals.WaitAsync(waiting, call, proposals.WaitOf(call.Arguments), cancellationToken));
            case PipelineOutcome.Answered answered:
                return ProposalTools.Result(answered.Answer);
            default:
                throw new InvalidOperationException("An outcome without a case.");
        }
    }

    // The wire shape of a proposal, so that its one reader judges it; who proposes comes from the token.
    private static RegoObject Document(ToolArguments arguments)
    {
        var document = new RegoObject.Builder(8);
        var agent = new RegoObject.Builder(2);
        foreach (var (key, value) in arguments.Document)
        {
            var name = ((RegoString)key).Value;
            if (name is "session" or "subagent")
            {
                agent.Set(key, value);
            }
            else if (name != "wait_seconds")
            {
                document.Set(name == "operation_id" ? RegoString.Of("operationId") : key, value);
            }
        }

        document.Set(RegoString.Of("agent"), agent.Build());
        return document.Build();
    }
}
