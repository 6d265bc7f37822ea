using Microsoft.AspNetCore.Http;
using Pharos.Grants;
using Pharos.Proposals;
using Pharos.Server.Http;
using Pharos.Server.Review;
using Pharos.Server.Security;

namespace Pharos.Server.Grants;

/// <summary>Grants over HTTP: list them, look at one, grant what was approved, take a grant back.</summary>
internal sealed class GrantEndpoints(ReviewParts reviews, TimeProvider clock)
{
    public void Map(RouteMap routes)
    {
        routes.Map("GET", "/api/grants", ListAsync);
        routes.Map("GET", "/api/grants/{id}", FindAsync);
        routes.Map("POST", "/api/grants", MakeAsync);
        routes.Map("DELETE", "/api/grants/{id}", RevokeAsync);
    }

    private Task ListAsync(HttpContext context)
    {
        var state = context.Request.Query["state"].ToString();
        if (state is not ("" or "active" or "all"))
        {
            return context.FailAsync(new Problem("grant.query", "\"state\" is active (the default) or all."));
        }

        var now = clock.GetUtcNow();
        var grants = reviews.Grants.All.Where(grant => state == "all" || grant.IsActiveAt(now)).Select(grant => GrantContract.Of(grant, now));
        return JsonBody.WriteAsync(context, new GrantListContract([.. grants]), ServerJson.Default.GrantListContract);
    }

    private Task FindAsync(HttpContext context) => IdOf(context) is { } id && reviews.Grants.Find(id) is { } grant
        ? JsonBody.WriteAsync(context, GrantContract.Of(grant, clock.GetUtcNow()), ServerJson.Default.GrantContract)
        : context.FailAsync(Unknown(context));

    private async Task MakeAsync(HttpContext context)
    {
        var (body, problem) = await JsonBody.ReadAsync(context, ServerJson.Default.GrantMakingContract);
        var (request, refused) = body is null ? default : GrantReading.Of(body.Scope, body.Until);
        if ((problem ?? refused) is { } wrong)
        {
            await context.FailAsync(wrong);
            return;
        }

        await AnswerAsync(context, await reviews.Approvals.GrantAsync(new ReviewId(body!.Review), Admission.Of(context).Caller, request!, context.RequestAborted));
    }

    private async Task RevokeAsync(HttpContext context) => await (IdOf(context) is { } id
        ? AnswerAsync(context, await reviews.Grants.RevokeAsync(id, Admission.Of(context).Actor, context.RequestAborted))
        : context.FailAsync(Unknown(context)));

    private Task AnswerAsync(HttpContext context, GrantOutcome outcome) => outcome switch
    {
        GrantOutcome.Recorded recorded => JsonBody.WriteAsync(context, GrantContract.Of(recorded.Grant, clock.GetUtcNow()), ServerJson.Default.GrantContract),
        GrantOutcome.Refused refused => context.FailAsync(refused.Problem),
        _ => throw new InvalidOperationException("A grant outcome without a case."),
    };

    private static Guid? IdOf(HttpContext context) => Guid.TryParseExact(context.Request.RouteValues["id"] as string, "D", out var id) ? id : null;

    private static Problem Unknown(HttpContext context) =>
        new("grant.unknown", $"There is no grant {context.Request.RouteValues["id"]}, or it ended long ago.", StatusCodes.Status404NotFound);
}
