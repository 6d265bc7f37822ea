using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Pharos.Events;
using Pharos.Proposals;
using Pharos.Server.Logging;

namespace Pharos.Server.Security;

/// <summary>
/// The one boundary of the HTTP edge. Everything passes the doorkeeper and the check of signatures here, and every outcome that is not an answer becomes a problem with a stable code, in
/// the shape the endpoint asks for: a hook's failure must come out as its deny and never as an error that agents ignore.
/// </summary>
internal sealed class RequestBoundary(Doorkeeper doorkeeper, SignatureGuard signatures, TimeProvider clock, ILogger<RequestBoundary> logger)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var started = clock.GetTimestamp();
        var correlation = CorrelationFeature.Begin(context, clock);
        using var scope = logger.BeginScope(new KeyValuePair<string, object?>[] { new("correlation", correlation) });
        var row = context.GetEndpoint()?.Metadata.GetMetadata<RouteRow>();
        try
        {
            await AnswerAsync(context, next, row);
        }
        catch (Exception exception)
        {
            await AnswerOrAbortAsync(context, exception);
        }

        Report(context, row, clock.GetElapsedTime(started));
    }

    private async Task AnswerAsync(HttpContext context, RequestDelegate next, RouteRow? row)
    {
        if (await doorkeeper.RefuseAsync(context, row) is { } refusal)
        {
            await context.FailAsync(refusal.Problem, refusal.RetryAfter);
            return;
        }

        if (await signatures.RefuseAsync(context, row) is { } problem)
        {
            await context.FailAsync(problem);
            return;
        }

        await next(context);

        // Routing answers an unknown path or method with an empty response.
        if (row is null && !context.Response.HasStarted)
        {
            var allow = context.Response.Headers.Allow;
            await context.FailAsync(context.Response.StatusCode == StatusCodes.Status405MethodNotAllowed
                ? new Problem("route.method", $"{context.Request.Method} is not possible here; {allow} is.", StatusCodes.Status405MethodNotAllowed)
                : new Problem("route.unknown", "There is nothing here; /openapi/v1.json lists every route.", StatusCodes.Status404NotFound));
        }
    }

    private async Task AnswerOrAbortAsync(HttpContext context, Exception exception)
    {
        try
        {
            await AnswerFailureAsync(context, exception);
        }
        catch (Exception second)
        {
            // Saying the failure failed too. A cut connection is what the hook's shim turns into a refusal; an empty 200 would let the action pass.
            logger.Failed(exception, context.Request.Method, LoggedPath.Of(context));
            logger.Failed(second, context.Request.Method, LoggedPath.Of(context));
            context.Abort();
        }
    }

    private async Task AnswerFailureAsync(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case OperationCanceledException when context.RequestAborted.IsCancellationRequested:
                // The caller has gone; nobody is left to be answered.
                return;
            case BadHttpRequestException bad:
                await context.FailAsync(ProblemOf(bad));
                return;
            case EventLogUnavailableException unavailable:
                logger.Failed(exception, context.Request.Method, LoggedPath.Of(context));
                await context.FailAsync(new Problem(unavailable.Code, unavailable.Message, StatusCodes.Status503ServiceUnavailable));
                return;
            default:
                logger.Failed(exception, context.Request.Method, LoggedPath.Of(context));
                await context.FailAsync(new Problem(
                    "server.error",
                    $"The server failed; its log says why under correlation {CorrelationFeature.Of(context)}.",
                    StatusCodes.Status500InternalServerError));
                return;
        }
    }

    private static Problem ProblemOf(BadHttpRequestException bad) => bad.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => new Problem("request.too-large", "The body is larger than limits.bodyBytes allows.", bad.StatusCode),
        StatusCodes.Status408RequestTimeout => new Problem("request.timeout", "The body came too slowly.", bad.StatusCode),
        _ => new Problem("request.malformed", $"The request is not proper HTTP: {bad.Message}", StatusCodes.Status400BadRequest),
    };

    private void Report(HttpContext context, RouteRow? row, TimeSpan elapsed)
    {
        var status = context.Response.StatusCode;
        ServerMetrics.Answered(context.Request.Method, row?.Pattern ?? "(none)", status, elapsed);
        if (row is { IsProbe: true })
        {
            return;
        }

        if (Failure.Of(context) is { Status: 401 or 403 or 413 or 429 or 503 } problem)
        {
            logger.Refused(context.Request.Method, LoggedPath.Of(context), problem.Code, problem.Status);
        }
        else
        {
            logger.Answered(context.Request.Method, LoggedPath.Of(context), status, elapsed.TotalMilliseconds);
        }
    }
}
