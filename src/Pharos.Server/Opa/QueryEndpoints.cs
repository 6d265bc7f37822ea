using Microsoft.AspNetCore.Http;
using Pharos.Proposals;
using Pharos.Rego;
using Pharos.Rego.Values;
using Pharos.Server.Opa.Decisions;
using Pharos.Server.Security;

namespace Pharos.Server.Opa;

/// <summary>Queries over HTTP, as Open Policy Agent offers them: the answer holds the variables of each solution.</summary>
internal sealed class QueryEndpoints(OpaQueries queries, OpaBody bodies, DecisionRecorder recorder, TimeProvider clock)
{
    public void Map(RouteMap routes)
    {
        routes.Map("GET", "/v1/query", GetAsync, OpaFailure.Instance);
        routes.Map("POST", "/v1/query", PostAsync, OpaFailure.Instance);
    }

    private Task GetAsync(HttpContext context) => context.Request.Query["q"] is [.., { Length: > 0 } text]
        ? AnswerAsync(context, new OpaRequest(context, queries.Active, clock), text, null)
        : context.FailAsync(new Problem("query.missing", "missing required 'q' value"));

    private async Task PostAsync(HttpContext context)
    {
        var request = new OpaRequest(context, queries.Active, clock);
        var begun = request.Metrics.Begin();
        var (body, problem) = await bodies.ReadObjectAsync(context);
        if (body is null)
        {
            await context.FailAsync(problem!);
            return;
        }

        request.Metrics.End(OpaMetrics.InputParse, begun);
        if (!body.TryGet("query", out var query) || query is not RegoString { Value.Length: > 0 } text)
        {
            await context.FailAsync(new Problem("query.missing", "missing required 'query' value"));
            return;
        }

        await AnswerAsync(context, request, text.Value, body.TryGet("input", out var input) && input is not RegoNull ? input : null);
    }

    private async Task AnswerAsync(HttpContext context, OpaRequest request, string text, RegoValue? input)
    {
        var begun = request.Metrics.Begin();
        var explanation = OpaExplanation.Of(request.Parameters);
        var program = explanation is null ? request.Bundle.Program : queries.Watched(request.Bundle);
        if (!program.TryPrepareQuery(text, out var query, out var diagnostics))
        {
            await OpaFailure.WriteQueryAsync(context, diagnostics);
            return;
        }

        request.Metrics.End(OpaMetrics.QueryCompile, begun);
        begun = request.Metrics.Begin();
        var options = queries.Options(request.Parameters.HasStrictErrors) with { Tracers = explanation is null ? [] : [explanation.Trace] };
        var outcome = query!.Evaluate(input, options, context.RequestAborted);
        request.Metrics.End(OpaMetrics.QueryEvaluation, begun);
        var failed = outcome as EvaluationOutcome.Failed;
        var result = (outcome as EvaluationOutcome.Defined)?.Value;
        var decision = request.Decision(input) with { Query = text, Result = result, Error = failed };
        if (await recorder.RecordAsync(decision, request.Bundle, context.RequestAborted) is { } unrecorded)
        {
            await context.FailAsync(unrecorded);
            return;
        }

        await (failed is not null ? OpaFailure.WriteEvaluationAsync(context, failed) : OpaAnswer.WriteObjectAsync(context, writer =>
        {
            explanation?.Write(writer, request.Parameters.IsPretty);
            if (request.Parameters.WithMetrics || request.Parameters.WithInstrumentation)
            {
                request.Metrics.Write(writer);
            }

            if (result is not null)
            {
                writer.WritePropertyName("result");
                result.WriteJson(writer);
            }
        }));
    }
}
