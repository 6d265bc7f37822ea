using Microsoft.AspNetCore.Http;
using Pharos.Agents;
using Pharos.Proposals;
using Pharos.Server.Configuration;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Tokens;

/// <summary>Tokens over HTTP: list, issue, revoke.</summary>
internal sealed class TokenEndpoints(TokenLedger tokens, TokenSettings settings)
{
    public void Map(RouteMap routes)
    {
        routes.Map("GET", "/api/tokens", ListAsync);
        routes.Map("POST", "/api/tokens", IssueAsync);
        routes.Map("DELETE", "/api/tokens/{id}", RevokeAsync);
    }

    private Task ListAsync(HttpContext context) =>
        JsonBody.WriteAsync(context, new TokenListContract([.. tokens.All.Select(TokenContract.Of)]), ServerJson.Default.TokenListContract);

    private async Task IssueAsync(HttpContext context)
    {
        var (body, problem) = await JsonBody.ReadAsync(context, ServerJson.Default.TokenRequestContract);
        var role = Role.Agent;
        var lifetime = settings.DefaultTtl;
        if (problem is null && !RoleNames.TryParse(body!.Role, out role))
        {
            problem = new Problem("token.role", $"\"role\" is one of {string.Join(", ", Enum.GetValues<Role>().Select(RoleNames.Of))}.");
        }

        if (problem is null && body!.Ttl is { } ttl && (!Duration.TryParse(ttl, out lifetime) || lifetime > settings.MaximumTtl))
        {
            problem = new Problem("token.ttl", $"\"ttl\" is {Duration.Form}, at most {settings.MaximumTtl.TotalDays:0.#} days.");
        }

        if (problem is not null)
        {
            await context.FailAsync(problem);
            return;
        }

        switch (await tokens.IssueAsync(body!.Subject, role, lifetime, Admission.Of(context).Actor, context.RequestAborted))
        {
            case TokenOutcome.Issued issued:
                var claims = issued.Entry.Claims;
                await JsonBody.WriteAsync(
                    context,
                    new IssuedTokenContract(issued.Token, claims.Id, claims.Subject, RoleNames.Of(claims.Role), claims.ExpiresAt),
                    ServerJson.Default.IssuedTokenContract,
                    StatusCodes.Status201Created);
                return;
            case TokenOutcome.Refused refused:
                await context.FailAsync(ProblemOf(refused));
                return;
            default:
                throw new InvalidOperationException("A token outcome without a case.");
        }
    }

    private async Task RevokeAsync(HttpContext context)
    {
        var outcome = Guid.TryParse(context.Request.RouteValues["id"] as string, out var id)
            ? await tokens.RevokeAsync(id, Admission.Of(context).Actor, context.RequestAborted)
            : new TokenOutcome.Unknown();
        switch (outcome)
        {
            case TokenOutcome.Revoked revoked:
                await JsonBody.WriteAsync(context, TokenContract.Of(revoked.Entry), ServerJson.Default.TokenContract);
                return;
            case TokenOutcome.Refused refused:
                await context.FailAsync(ProblemOf(refused));
                return;
            default:
                await context.FailAsync(new Problem("token.unknown", "No token of this id was issued here.", StatusCodes.Status404NotFound));
                return;
        }
    }

    private static Problem ProblemOf(TokenOutcome.Refused refused) =>
        new(refused.Code, refused.Reason, refused.Code is "append.conflict" or "token.too-many" ? StatusCodes.Status409Conflict : StatusCodes.Status400BadRequest);
}
