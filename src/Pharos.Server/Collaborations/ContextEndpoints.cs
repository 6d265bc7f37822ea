using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pharos.Agents;
using Pharos.Proposals;
using Pharos.Review.Collaborations;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Collaborations;

/// <summary>Texts attached to a session by reference, over HTTP. Agents chose their bytes, so they are only ever a download and never a page.</summary>
internal sealed class ContextEndpoints(CollaborationParts parts, TimeProvider clock)
{
    public void Map(RouteMap routes)
    {
        routes.Map("POST", CollaborationRoute.Base + "context", context => CollaborationRoute.StepAsync(
            context,
            ServerJson.Default.ContextRequestContract,
            body => body.Agent,
            (id, body, by) => AttachAsync(id, body, by, context.RequestAborted),
            session => CollaborationShapes.Of(session.Contexts[^1], clock.GetUtcNow()),
            ServerJson.Default.SharedContextContract,
            StatusCodes.Status201Created));
        routes.Map("GET", CollaborationRoute.Base + "context/{hash}", ReadAsync);
    }

    private async ValueTask<CollaborationOutcome> AttachAsync(CollaborationId id, ContextRequestContract body, Caller by, CancellationToken cancellationToken)
    {
        var (lifetime, problem) = CollaborationRoute.TimeOf("expiresIn", body.ExpiresIn);
        return problem is not null
            ? new CollaborationOutcome.Refused(problem)
            : await parts.Contexts.AttachAsync(id, by, new ContextRequest(body.Name, body.MediaType, body.Content, lifetime), cancellationToken);
    }

    private async Task ReadAsync(HttpContext context)
    {
        if (await CollaborationRoute.FindAsync(context, parts.Desk) is not { } session)
        {
            return;
        }

        switch (await parts.Contexts.ReadAsync(session, context.Request.RouteValues["hash"] as string ?? "", context.RequestAborted))
        {
            case ContextReading.Found found:
                context.Response.ContentType = $"{found.Context.MediaType}; charset=utf-8";
                context.Response.Headers.ContentDisposition = $"attachment; filename=\"{found.Context.Hash}.txt\"";
                context.Response.Headers.XContentTypeOptions = "nosniff";
                context.Response.ContentLength = found.Content.Length;
                await context.Response.Body.WriteAsync(found.Content, context.RequestAborted);
                return;
            case ContextReading.Expired expired:
                await GoneAsync(context, new Problem("context.expired", $"It was shared until {expired.Context.ExpiresAt:u}. Ask {expired.Context.By} to attach it again.", StatusCodes.Status410Gone), expired.Context);
                return;
            case ContextReading.Erased erased:
                await GoneAsync(context, new Problem("context.erased", "Its bytes have been erased from the record.", StatusCodes.Status410Gone), erased.Context);
                return;
            default:
                await context.FailAsync(new Problem("context.unknown", "Nothing of this hash (64 hex digits of its SHA-256) was attached to this session.", StatusCodes.Status404NotFound));
                return;
        }
    }

    // Whoever followed an old reference learns what it was, and whom to ask for it.
    private Task GoneAsync(HttpContext context, Problem problem, SharedContext gone)
    {
        context.Response.StatusCode = problem.Status;
        return JsonBody.WriteAsync(
            context,
            writer => ProblemJson.Write(writer, problem, CorrelationFeature.Of(context), more =>
            {
                more.WritePropertyName("context");
                JsonSerializer.Serialize(more, CollaborationShapes.Of(gone, clock.GetUtcNow()), ServerJson.Default.SharedContextContract);
            }),
            "application/problem+json");
    }
}
