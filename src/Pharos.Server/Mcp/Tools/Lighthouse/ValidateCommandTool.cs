using System.Text;
using System.Text.Json;
using ModelContextProtocol.Protocol;
using Pharos.Gate;
using Pharos.Proposals;
using Pharos.Server.Mcp.Tools.Proposals;
using Pharos.Server.Security;
using Pharos.Server.Validate;

namespace Pharos.Server.Mcp.Tools.Lighthouse;

/// <summary>A proposal in Lighthouse's words: the same reading of the same arguments as <c>/validate</c>, with the reviewers' verdict where one comes in time.</summary>
internal sealed class ValidateCommandTool(ProposalTools proposals) : IMcpTool
{
    public Tool Definition { get; } = ToolSchemas.Define(
        "lighthouse_validate_command",
        "Validate a command (Lighthouse)",
        "Ask whether you may do something before you do it. Do it only if \"approved\" is true. The same job as pharos_propose, which says more.",
        ToolSchemas.Object(
            $$"""
            "tool_name":{"type":"string","minLength":1,"maxLength":256},
            "tool_input":{"type":"object"},
            {{Spoken.AgentId}},
            "metadata":{"type":["object","null"],"description":"\"cwd\": the absolute folder you work in; without it the strictest rules hold. \"session_id\"."}
            """,
            "tool_name",
            "tool_input"),
        """
        {"type":"object","required":["approved","reasoning","confidence","processing_time_ms","metadata"],"properties":{
        "approved":{"type":"boolean"},"reasoning":{"type":"string"},"confidence":{"type":"number"},"processing_time_ms":{"type":"number"},
        "metadata":{"type":"object","required":["id","decision"],"properties":{"id":{"type":"string"},"decision":{"enum":["allow","deny","review"]},"state":{"type":"string"}}}}}
        """,
        ToolEffect.Records);

    public RouteAccess Access => RouteAccess.Proposers;

    public async ValueTask<CallToolResult> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        if (Spoken.RefuseOther(call) is { } other)
        {
            return other;
        }

        var (request, problem) = ValidateRequest.Read(Encoding.UTF8.GetBytes(call.Arguments.Document.ToJson()), call.Caller, isAnonymous: false);
        if (request is null)
        {
            return ToolAnswer.Refuse(problem!);
        }

        return await proposals.Decisions.DecideAsync(request.Request, call.Caller, TimeSpan.Zero, cancellationToken) switch
        {
            PipelineOutcome.Answered answered => Result(
                answered.Answer.Decision == Decision.Review ? await proposals.WaitAsync(answered.Answer, call, proposals.WaitOf(call.Arguments), cancellationToken) : answered.Answer),
            PipelineOutcome.Refused refused => ToolAnswer.Refuse(refused.Problem),
            _ => throw new InvalidOperationException("An outcome without a case."),
        };
    }

    private static CallToolResult Result(Answer answer) => ToolAnswer.Of(writer =>
    {
        writer.WriteStartObject();

        // What was approved with another input is not what was asked, and this shape has no place for the other one.
        writer.WriteBoolean("approved", answer is { Decision: Decision.Allow, Edited: null });
        writer.WriteString("reasoning", $"{SecretMask.Mask(answer.Reason)} ({answer.Rule})");
        writer.WriteNumber("confidence", answer.Score);
        writer.WriteNumber("processing_time_ms", answer.ElapsedMicroseconds / 1000.0);
        WriteMetadata(writer, answer);
        writer.WriteEndObject();
    });

    private static void WriteMetadata(Utf8JsonWriter writer, Answer answer)
    {
        writer.WriteStartObject("metadata");
        writer.WriteString("id", answer.Id.Value);
        writer.WriteString("decision", AnswerNames.Of(answer.Decision));
        writer.WriteString("state", answer.State);
        writer.WriteBoolean("enforced", answer.IsEnforced);
        writer.WriteString("tier", AnswerNames.Of(answer.Tier));
        writer.WriteString("rule", answer.Rule);
        writer.WriteString("policyVersion", answer.PolicyVersion);
        if (answer.Edited is { } edited)
        {
            writer.WritePropertyName("edited");
            writer.WriteRawValue(edited.ToJson());
        }

        writer.WriteEndObject();
    }
}
