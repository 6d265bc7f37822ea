using Microsoft.AspNetCore.Http;

namespace Pharos.Server.Security;

/// <summary>The id that ties a request's log lines, its response and its problems together.</summary>
internal sealed record CorrelationFeature(Guid Id)
{
    /// <summary>The header that carries it, both ways.</summary>
    public const string Header = "X-Correlation-Id";

    /// <summary>The correlation of a request; null before the boundary has seen it.</summary>
    public static Guid? Of(HttpContext context) => context.Features.Get<CorrelationFeature>()?.Id;

    /// <summary>Takes the caller's id when it is a UUID, else makes one, and answers it.</summary>
    public static Guid Begin(HttpContext context, TimeProvider clock)
    {
        var id = Guid.TryParseExact(context.Request.Headers[Header], "D", out var given) ? given : Guid.CreateVersion7(clock.GetUtcNow());
        context.Features.Set(new CorrelationFeature(id));
        context.Response.Headers[Header] = id.ToString();
        return id;
    }
}
