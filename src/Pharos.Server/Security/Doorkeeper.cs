using System.Net;
using Microsoft.AspNetCore.Http;
using Pharos.Agents;
using Pharos.Proposals;
using Pharos.Server.Configuration;

namespace Pharos.Server.Security;

/// <summary>Decides whether a request may reach its endpoint: web rules, token, role, rate.</summary>
internal sealed class Doorkeeper(TokenLedger tokens, WebRules rules, RateLimiter limiter, ValidateSettings validate, StreamTickets tickets)
{
    private const string Scheme = "Bearer ";

    private readonly KnownTokens _known = new(tokens);

    /// <summary>Admits a request, or says why not.</summary>
    /// <returns>Null when it may pass; its <see cref="Admission"/> is then a feature of the context.</returns>
    public async ValueTask<(Problem Problem, TimeSpan? RetryAfter)?> RefuseAsync(HttpContext context, RouteRow? row)
    {
        if (rules.Check(context.Request, row) is { } broken)
        {
            return (broken, null);
        }

        if (row is null || row.Access.HasFlag(RouteAccess.Anyone))
        {
            context.Features.Set(Admission.Anonymous);
            return null;
        }

        var (admission, problem) = await IdentifyAsync(context, row);
        if (admission is null)
        {
            ServerMetrics.AuthenticationFailed(problem!.Code);
            return (problem, null);
        }

        if (!row.Access.Permits(admission.Caller.Role))
        {
            return (Forbidden(row, admission.Caller.Role), null);
        }

        if (limiter.Take(admission.TokenId, admission.Caller.Role, 1) is { } wait)
        {
            return (TooMany(), wait);
        }

        context.Features.Set(admission);
        return null;
    }

    /// <summary>Counts further items of one request against the caller's rate; a batch is as many requests as it has items.</summary>
    public (Problem Problem, TimeSpan? RetryAfter)? RefuseMore(HttpContext context, int items)
    {
        var admission = Admission.Of(context);
        return items > 0 && limiter.Take(admission.TokenId, admission.Caller.Role, items) is { } wait ? (TooMany(), wait) : null;
    }

    private async ValueTask<(Admission? Admission, Problem? Problem)> IdentifyAsync(HttpContext context, RouteRow row)
    {
        if (row.IsStream && context.Request.Query[StreamTickets.Parameter] is [{ } ticket])
        {
            return tickets.Redeem(ticket) is { } holder && tokens.IsLive(holder.TokenId)
                ? (holder, null)
                : Unauthorised("ticket.unknown", "The ticket was used, is older than 30 seconds, or was never issued here. Get another by POST /api/events/stream/tickets.");
        }

        var headers = context.Request.Headers.Authorization;
        if (headers.Count == 0 && row.Access.HasFlag(RouteAccess.LoopbackIfConfigured) && validate.AllowWithoutToken && IsLocal(context.Connection.RemoteIpAddress))
        {
            return (Admission.Anonymous, null);
        }

        if (headers is not [{ } header] || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return Unauthorised("token.missing", "Send the token as \"Authorization: Bearer ph_…\". An administrator makes one with \"pharos token create\".");
        }

        return await _known.CheckAsync(header[Scheme.Length..].Trim(), context.RequestAborted) switch
        {
            TokenCheck.Valid valid => (new Admission(new Caller(valid.Claims.Subject, valid.Claims.Role), valid.Claims.Id), null),
            TokenCheck.Expired expired => Unauthorised("token.expired", $"The token expired at {expired.At:u}. Ask for a new one."),
            TokenCheck.Revoked or TokenCheck.Unknown => Unauthorised("token.revoked", "The token was revoked, or this server never issued it. Ask for a new one."),
            TokenCheck.Forged => Unauthorised("token.forged", "The token was not signed by this server."),
            _ => Unauthorised("token.malformed", "The text is not a token of this server; tokens look like ph_….…"),
        };
    }

    // A peer on the Unix socket has no address.
    private static bool IsLocal(IPAddress? address) => address is null || IPAddress.IsLoopback(address);

    private static (Admission?, Problem?) Unauthorised(string code, string message) => (null, new Problem(code, message, StatusCodes.Status401Unauthorized));

    private static Problem Forbidden(RouteRow row, Role role) =>
        new("role.forbidden", $"{row} is not open to the role \"{RoleNames.Of(role)}\".", StatusCodes.Status403Forbidden);

    private static Problem TooMany()
    {
        ServerMetrics.RateLimited();
        return new Problem("rate.exceeded", "This token has used up its requests for now; wait as long as Retry-After says.", StatusCodes.Status429TooManyRequests);
    }
}
