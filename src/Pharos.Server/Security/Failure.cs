using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pharos.Proposals;

namespace Pharos.Server.Security;

/// <summary>Answers a failed request in the shape its endpoint asks for.</summary>
internal static class Failure
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    /// <summary>Writes the problem as the whole response. Every refusal of every endpoint goes through here.</summary>
    public static async Task FailAsync(this HttpContext context, Problem problem, TimeSpan? retryAfter = null)
    {
        if (context.Response.HasStarted)
        {
            // Half an answer must not look like a whole one.
            context.Abort();
            return;
        }

        var correlation = CorrelationFeature.Of(context);
        var allowed = context.Response.Headers.Allow;
        context.Response.Clear();
        if (correlation is { } id)
        {
            context.Response.Headers[CorrelationFeature.Header] = id.ToString();
        }

        if (problem.Status == StatusCodes.Status405MethodNotAllowed)
        {
            context.Response.Headers.Allow = allowed;
        }

        if (problem.Status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"pharos\"";
        }

        // Whoever is told to come back is told when: overload passes quickly, and so do most failures of the log.
        retryAfter ??= problem.Status == StatusCodes.Status503ServiceUnavailable ? Soon : null;
        if (retryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        context.Items[typeof(Problem)] = problem;
        await (context.GetEndpoint()?.Metadata.GetMetadata<IFailureShape>() ?? context.Features.Get<IFailureShape>() ?? ProblemJson.Instance).WriteAsync(context, problem);
    }

    /// <summary>The problem that a request was answered with, for the log; null when there was none.</summary>
    public static Problem? Of(HttpContext context) => context.Items.TryGetValue(typeof(Problem), out var problem) ? problem as Problem : null;
}
