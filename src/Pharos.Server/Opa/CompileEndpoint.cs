using Microsoft.AspNetCore.Http;
using Pharos.Proposals;
using Pharos.Rego;
using Pharos.Rego.Partial;
using Pharos.Rego.Values;
using Pharos.Server.Security;

namespace Pharos.Server.Opa;

/// <summary>Partial evaluation over HTTP, as Open Policy Agent offers it: what remains of a query when only a part of the input is known.</summary>
internal sealed class CompileEndpoint(OpaQueries queries, OpaBody bodies, TimeProvider clock)
{
    public void Map(RouteMap routes) => routes.Map("POST", "/v1/compile", PostAsync, OpaFailure.Instance);

    private async Task PostAsync(HttpContext context)
    {
        var request = new OpaRequest(context, queries.Active, clock);
        var (body, problem) = await bodies.ReadObjectAsync(context);
        if ((problem ?? (CompileOptionsReader.Text(body!, "query") is null ? new Problem("query.missing", "missing required 'query' value") : null)) is { } refusal)
        {
            await context.FailAsync(refusal);
            return;
        }

        var (partial, wrong) = CompileOptionsReader.Read(body!, CompileOptionsReader.Text(body!, "query")!, queries.Options(request.Parameters.HasStrictErrors));
        if (partial is null)
        {
            await context.FailAsync(wrong!);
            return;
        }

        var begun = request.Metrics.Begin();
        var outcome = request.Bundle.Program.Partial(partial, context.RequestAborted);
        request.Metrics.End(OpaMetrics.PartialEvaluation, begun);
        await (outcome switch
        {
            PartialOutcome.Residual residual => WriteAsync(context, request, residual.ToJson()),
            PartialOutcome.Rejected rejected => OpaFailure.WriteQueryAsync(context, rejected.Diagnostics),
            PartialOutcome.Failed failed => OpaFailure.WriteEvaluationAsync(context, failed.Code, failed.Message),
            _ => throw new InvalidOperationException("A partial outcome without a case."),
        });
    }

    private static Task WriteAsync(HttpContext context, OpaRequest request, RegoObject result) => OpaAnswer.WriteObjectAsync(context, writer =>
    {
        if (request.Parameters.WithMetrics || request.Parameters.WithInstrumentation)
        {
            request.Metrics.Write(writer);
        }

        writer.WritePropertyName("result");
        result.WriteJson(writer);
    });
}
