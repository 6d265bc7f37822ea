using Microsoft.AspNetCore.Http;
using Pharos.Agents;
using Pharos.Events;

namespace Pharos.Server.Security;

/// <summary>What is known about a request that was let in; a feature of its context.</summary>
/// <param name="Caller">Who calls.</param>
/// <param name="TokenId">The token's id; empty without a token.</param>
internal sealed record Admission(Caller Caller, Guid TokenId)
{
    /// <summary>Caller of a route that needs no token.</summary>
    public static Admission Anonymous { get; } = new(new Caller("anonymous", Role.Agent), Guid.Empty);

    /// <summary>How the caller appears in events.</summary>
    public Actor Actor => new(Caller.Role == Role.Agent ? ActorKind.Agent : ActorKind.User, Caller.Subject);

    /// <summary>The admission of a request that reached its endpoint.</summary>
    public static Admission Of(HttpContext context) =>
        context.Features.Get<Admission>() ?? throw new InvalidOperationException("The request did not pass the doorkeeper.");
}
