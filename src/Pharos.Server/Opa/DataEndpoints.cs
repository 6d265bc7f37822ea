using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pharos.Agents;
using Pharos.Proposals;
using Pharos.Rego;
using Pharos.Rego.Tracing;
using Pharos.Rego.Values;
using Pharos.Server.Opa.Decisions;
using Pharos.Server.Security;

namespace Pharos.Server.Opa;

/// <summary>Documents over HTTP, as Open Policy Agent offers them: an undefined document is an answer without a result. Every answer is a recorded decision.</summary>
internal sealed class DataEndpoints(OpaQueries queries, OpaBody bodies, DecisionRecorder recorder, TimeProvider clock)
{
    private const string Prefix = "/v1/data";

    public void Map(RouteMap routes)
    {
        routes.Map("GET", "/v1/data", GetAsync, OpaFailure.Instance);
        routes.Map("GET", "/v1/data/{**path}", GetAsync, OpaFailure.Instance);
        routes.Map("POST", "/v1/data", PostAsync, OpaFailure.Instance);
        routes.Map("POST", "/v1/data/{**path}", PostAsync, OpaFailure.Instance);
    }

    /// <summary>Why a caller may not evaluate a document; null when it may.</summary>
    public static Problem? Refuse(HttpContext context, OpaPath path) => path.IsGate || Admission.Of(context).Caller.Role == Role.Admin
        ? null
        : new Problem("role.forbidden", "Documents outside pharos/gate are for administrators.", StatusCodes.Status403Forbidden);

    private async Task GetAsync(HttpContext context)
    {
        var request = new OpaRequest(context, queries.Active, clock);
        RegoValue? input = null;
        if (context.Request.Query.TryGetValue("input", out var texts))
        {
            var begun = request.Metrics.Begin();
            if (!RegoValue.TryParseJson(Encoding.UTF8.GetBytes(texts[^1] ?? ""), out input, out var error))
            {
                await context.FailAsync(new Problem("data.input", $"parameter contains malformed input document: {error}"));
                return;
            }

            request.Metrics.End(OpaMetrics.InputParse, begun);
        }

        await AnswerAsync(context, request, input, RegoObject.Empty, isWarned: false);
    }

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

        // A null input is no input, as in OPA.
        var input = body.TryGet("input", out var given) && given is not RegoNull ? given : null;
        await AnswerAsync(context, request, input, MetadataOf(body), isWarned: input is null);
    }

    private async Task AnswerAsync(HttpContext context, OpaRequest request, RegoValue? input, RegoObject metadata, bool isWarned)
    {
        var (path, problem) = OpaPath.Read(context, Prefix);
        if ((problem ?? Refuse(context, path!) ?? OpaExplanation.Refuse(context, request.Parameters)) is { } refusal)
        {
            await context.FailAsync(refusal);
            return;
        }

        var explanation = OpaExplanation.Of(request.Parameters);
        var isStrict = request.Parameters.HasStrictErrors;
        var outcome = explanation is null
            ? queries.Evaluate(request.Bundle, path!, input, isStrict, request.Metrics, context.RequestAborted)
            : queries.Explain(request.Bundle, path!, input, isStrict, request.Metrics, explanation, context.RequestAborted);
        var failed = outcome as EvaluationOutcome.Failed;
        var result = (outcome as EvaluationOutcome.Defined)?.Value;
        var decision = request.Decision(input) with
        {
            Path = path!.Text,
            Result = result,
            Error = failed,
            RequestMetadata = metadata,
        };
        if (await recorder.RecordAsync(decision, request.Bundle, context.RequestAborted) is { } unrecorded)
        {
            await context.FailAsync(unrecorded);
            return;
        }

        await (failed is not null
            ? OpaFailure.WriteEvaluationAsync(context, failed)
            : OpaAnswer.WriteObjectAsync(context, writer => Write(writer, request, result, explanation, isWarned)));
    }

    private static void Write(Utf8JsonWriter writer, OpaRequest request, RegoValue? result, OpaExplanation? explanation, bool isWarned)
    {
        writer.WriteString("decision_id", request.Id);
        if (request.Parameters.WithProvenance)
        {
            OpaProvenance.Write(writer, request.Bundle);
        }

        // Of an undefined document only the whole trace is told, as in OPA.
        if (result is not null || explanation?.Mode == ExplainMode.Full)
        {
            explanation?.Write(writer, request.Parameters.IsPretty);
        }

        if (request.Parameters.WithMetrics || request.Parameters.WithInstrumentation)
        {
            request.Metrics.Write(writer);
        }

        if (result is not null)
        {
            writer.WritePropertyName("result");
            result.WriteJson(writer);
        }

        if (isWarned)
        {
            writer.WriteStartObject("warning");
            writer.WriteString("code", "api_usage_warning");
            writer.WriteString("message", "'input' key missing from the request");
            writer.WriteEndObject();
        }
    }

    private static RegoObject MetadataOf(RegoObject body)
    {
        var metadata = new RegoObject.Builder();
        foreach (var (name, value) in body.Where(pair => pair.Key is not RegoString { Value: "input" }))
        {
            metadata.Set(name, value);
        }

        return metadata.Build();
    }
}
