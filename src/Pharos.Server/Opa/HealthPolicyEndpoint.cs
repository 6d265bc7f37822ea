using Microsoft.AspNetCore.Http;
using Pharos.Proposals;
using Pharos.Rego;
using Pharos.Rego.Values;
using Pharos.Server.Security;

namespace Pharos.Server.Opa;

/// <summary>
/// Health as a policy sees it: <c>/health/ready</c> asks <c>data.system.health.ready</c>. It needs no token, so it takes no input from the caller and answers only
/// whether the document is true.
/// </summary>
internal sealed class HealthPolicyEndpoint(OpaQueries queries, Func<bool> arePoliciesWell, TimeProvider clock)
{
    private bool _wereWellOnce;

    public void Map(RouteMap routes) => routes.Map("GET", "/health/{**path}", AnswerAsync, OpaFailure.Instance);

    private Task AnswerAsync(HttpContext context)
    {
        var (path, problem) = OpaPath.Read(context, "/health");
        if (path is null)
        {
            return context.FailAsync(problem!);
        }

        var isWell = arePoliciesWell();
        _wereWellOnce |= isWell;
        var input = RegoObject.Of(
            ("plugin_state", RegoObject.Of(("bundle", RegoString.Of(isWell ? "OK" : "NOT_READY")))),
            ("plugins_ready", RegoBoolean.Of(_wereWellOnce)));
        var document = OpaPath.Of(["system", "health", .. path.Segments]);
        var outcome = queries.Evaluate(queries.Active, document, input, hasStrictErrors: false, new OpaMetrics(clock), context.RequestAborted);
        var error = outcome switch
        {
            EvaluationOutcome.Defined { Value: RegoBoolean { Value: true } } => null,
            EvaluationOutcome.Defined => $"health check ({document.Reference}) returned unexpected value",
            EvaluationOutcome.Failed => $"health check ({document.Reference}) failed",
            _ => $"health check ({document.Reference}) was undefined",
        };
        return OpaAnswer.WriteObjectAsync(
            context,
            writer =>
            {
                if (error is not null)
                {
                    writer.WriteString("error", error);
                }
            },
            error is null ? StatusCodes.Status200OK : StatusCodes.Status500InternalServerError);
    }
}
