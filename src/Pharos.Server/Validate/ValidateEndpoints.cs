using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pharos.Gate;
using Pharos.Proposals;
using Pharos.Review;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Validate;

/// <summary>Lighthouse's <c>/validate</c> in both of its shapes, decided and recorded like every proposal.</summary>
internal sealed class ValidateEndpoints(ReviewedDecisions decisions)
{
    public void Map(RouteMap routes) => routes.Map("POST", "/validate", AnswerAsync, ValidateFailure.Instance);

    private async Task AnswerAsync(HttpContext context)
    {
        var admission = Admission.Of(context);
        var isAnonymous = admission == Admission.Anonymous;
        var (request, problem) = await RequestBody.ReadAsync(context, body => ValidateRequest.Read(body, admission.Caller, isAnonymous));
        if (request is null)
        {
            await context.FailAsync(problem!);
            return;
        }

        switch (await decisions.DecideAsync(request.Request, admission.Caller, TimeSpan.Zero, context.RequestAborted))
        {
            case PipelineOutcome.Answered answered:
                await JsonBody.WriteAsync(context, writer => Write(writer, request, answered.Answer));
                return;
            case PipelineOutcome.Refused refused:
                await context.FailAsync(refused.Problem);
                return;
        }
    }

    private static void Write(Utf8JsonWriter writer, ValidateRequest request, Answer answer)
    {
        var reason = $"{SecretMask.Mask(answer.Reason)} ({answer.Rule})";
        writer.WriteStartObject();
        if (request.IsHookShape)
        {
            writer.WriteString("status", answer.Decision switch { Decision.Allow => "approved", Decision.Review => "review_required", _ => "blocked" });
            writer.WriteString("reason", reason);
            writer.WriteString("id", request.Id);
            if (answer.Decision != Decision.Allow && answer.Evidence is [var first, ..])
            {
                writer.WriteString("concern", $"{SecretMask.Mask(first.Segment)}: {first.Why}");
            }
        }
        else
        {
            writer.WriteBoolean("approved", answer.Decision == Decision.Allow);
            writer.WriteString("reasoning", reason);
            writer.WriteNumber("confidence", answer.Score);
            writer.WriteNumber("processing_time_ms", answer.ElapsedMicroseconds / 1000.0);
            writer.WriteStartObject("metadata");
            writer.WriteString("id", answer.Id.Value);
            writer.WriteString("decision", AnswerNames.Of(answer.Decision));
            writer.WriteBoolean("enforced", answer.IsEnforced);
            writer.WriteString("tier", AnswerNames.Of(answer.Tier));
            writer.WriteString("rule", answer.Rule);
            writer.WriteString("policyVersion", answer.PolicyVersion);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
