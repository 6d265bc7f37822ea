using Microsoft.AspNetCore.Http;
using Pharos.Proposals;
using Pharos.Rego;
using Pharos.Rego.Values;
using Pharos.Server.Opa.Decisions;
using Pharos.Server.Security;

namespace Pharos.Server.Opa;

/// <summary>Documents for callers that cannot wrap what they send: the body is the input itself, the answer the bare document, and an undefined one is 404.</summary>
internal sealed class WebhookEndpoints(OpaQueries queries, OpaBody bodies, DecisionRecorder recorder, TimeProvider clock)
{
    private const string Prefix = "/v0/data";

    private static readonly OpaPath DefaultDecision = OpaPath.Of("system", "main");

    public void Map(RouteMap routes)
    {
        routes.Map("POST", "/v0/data", PostAsync, OpaFailure.Instance);
        routes.Map("POST", "/v0/data/{**path}", PostAsync, OpaFailure.Instance);
        routes.Map("POST", "/", context => AnswerAsync(context, DefaultDecision), OpaFailure.Instance);
    }

    private Task PostAsync(HttpContext context)
    {
        var (path, problem) = OpaPath.Read(context, Prefix);
        return (problem ?? DataEndpoints.Refuse(context, path!)) is { } refusal ? context.FailAsync(refusal) : AnswerAsync(context, path!);
    }

    private async Task AnswerAsync(HttpContext context, OpaPath path)
    {
        var request = new OpaRequest(context, queries.Active, clock);
        var begun = request.Metrics.Begin();
        var (body, problem) = await bodies.ReadAsync(context);
        if (problem is not null)
        {
            await context.FailAsync(problem);
            return;
        }

        request.Metrics.End(OpaMetrics.InputParse, begun);

        // Here an empty body is a null input, as in OPA.
        var input = body ?? RegoNull.Instance;
        var outcome = queries.Evaluate(request.Bundle, path, input, hasStrictErrors: false, request.Metrics, context.RequestAborted);
        var undefined = outcome is not EvaluationOutcome.Undefined ? null : new Problem("data.undefined", $"{(IsDefinedByRules(request, path) ? "document undefined" : "document missing")}: {path.Shown}", StatusCodes.Status404NotFound);
        var decision = request.Decision(input) with
        {
            Path = path.Text,
            Result = (outcome as EvaluationOutcome.Defined)?.Value,
            Error = outcome switch
            {
                EvaluationOutcome.Failed failed => failed,
                EvaluationOutcome.Undefined => new EvaluationOutcome.Failed("undefined_document", undefined!.Message),
                _ => null,
            },
        };
        if (await recorder.RecordAsync(decision, request.Bundle, context.RequestAborted) is { } unrecorded)
        {
            await context.FailAsync(unrecorded);
            return;
        }

        await (outcome switch
        {
            EvaluationOutcome.Defined defined => OpaAnswer.WriteAsync(context, defined.Value.WriteJson),
            EvaluationOutcome.Failed failed => OpaFailure.WriteEvaluationAsync(context, failed),
            _ => context.FailAsync(undefined!),
        });
    }

    private static bool IsDefinedByRules(OpaRequest request, OpaPath path) => request.Bundle.Program.RulePaths.Any(rule =>
        rule.Take(path.Segments.Count).SequenceEqual(path.Segments.Take(rule.Count), StringComparer.Ordinal));
}
