using Microsoft.AspNetCore.Http;
using Pharos.Proposals;
using Pharos.Rego;
using Pharos.Rego.Values;
using Pharos.Server.Security;

namespace Pharos.Server.Opa;

/// <summary>
/// Health as Open Policy Agent answers it: of the server, and as policies see it (<c>/health/ready</c> asks <c>data.system.health.ready</c>). None of it needs a
/// token, so policies take no input from the caller and it is only answered whether their document is true.
/// </summary>
/// <param name="queries">The policies.</param>
/// <param name="plugins">The states that are asked for.</param>
/// <param name="canDecide">Whether decisions can be made and recorded.</param>
/// <param name="clock">The clock.</param>
internal sealed class OpaHealthEndpoints(OpaQueries queries, OpaPlugins plugins, Func<HttpContext, Task<bool>> canDecide, TimeProvider clock)
{
    private bool _wereWellOnce;

    public void Map(RouteMap routes)
    {
        routes.Map("GET", "/health", ServerAsync, OpaFailure.Instance);
        routes.Map("GET", "/health/{**path}", PolicyAsync, OpaFailure.Instance);
    }

    private async Task ServerAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var asksBundles = OpaParameters.IsOn(query, "bundles") || OpaParameters.IsOn(query, "bundle");
        var asksPlugins = OpaParameters.IsOn(query, "plugins") && !query["exclude-plugin"].Contains(OpaPlugins.Bundle, StringComparer.Ordinal);
        await WriteAsync(
            context,
            !await canDecide(context) ? "unable to perform evaluation"
            : asksBundles && !plugins.AreBundlesActive ? "not all configured bundles have been activated"
            : asksPlugins && plugins.BundleState != "OK" ? "not all plugins in OK state"
            : null);
    }

    private Task PolicyAsync(HttpContext context)
    {
        var (path, problem) = OpaPath.Read(context, "/health");
        if (path is null)
        {
            return context.FailAsync(problem!);
        }

        var state = plugins.BundleState;
        _wereWellOnce |= state == "OK";
        var input = RegoObject.Of(
            ("plugin_state", RegoObject.Of((OpaPlugins.Bundle, RegoString.Of(state)))),
            ("plugins_ready", RegoBoolean.Of(_wereWellOnce)));
        var document = OpaPath.Of(["system", "health", .. path.Segments]);
        var outcome = queries.Evaluate(queries.Active, document, input, hasStrictErrors: false, new OpaMetrics(clock), context.RequestAborted);
        var error = outcome switch
        {
            EvaluationOutcome.Defined { Value: RegoBoolean { Value: true } } => null,
            EvaluationOutcome.Defined => $"health check ({document.Shown}) returned unexpected value",
            EvaluationOutcome.Failed => $"health check ({document.Shown}) failed",
            _ => $"health check ({document.Shown}) was undefined",
        };
        return WriteAsync(context, error);
    }

    private static Task WriteAsync(HttpContext context, string? error) => OpaAnswer.WriteObjectAsync(
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
