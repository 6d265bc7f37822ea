using System.Net;
using Microsoft.AspNetCore.Http;
using Pharos.Proposals;
using Pharos.Server.Configuration;

namespace Pharos.Server.Security;

/// <summary>
/// What a browser on this machine could be made to send by a foreign page is refused: a Host that is not ours (DNS rebinding), a foreign Origin, a cross-site
/// fetch, and a body whose type needs no preflight. There is no CORS.
/// </summary>
internal sealed class WebRules(ServerSettings settings)
{
    private const string Json = "application/json";

    // What browsers send as the origin of a form on a page that asks them not to tell where they come from. Such a form proves its origin by a field that only its own page holds.
    private const string NoOrigin = "null";

    private const string Form = "application/x-www-form-urlencoded";

    private readonly HashSet<string> _hosts = new(
        ["localhost", "127.0.0.1", "::1", "[::1]", settings.Bind, $"[{settings.Bind}]", .. settings.Hosts, .. settings.PublicUrl is { } url ? [url.Host] : Array.Empty<string>()],
        StringComparer.OrdinalIgnoreCase);

    // Behind a proxy that ends the encryption, a browser's origin is the public one.
    private readonly string? _publicOrigin = settings.PublicUrl?.GetLeftPart(UriPartial.Authority);

    /// <summary>Says what is wrong with a request's headers, or null.</summary>
    public Problem? Check(HttpRequest request, RouteRow? row)
    {
        if (!IsOurs(request.Host))
        {
            return new Problem("request.host", "The Host header names another server. Call it by localhost or 127.0.0.1, or add the name to server.hosts.", StatusCodes.Status403Forbidden);
        }

        if (request.Headers.Origin is [{ } origin] && !IsSameOrigin(origin, request) && !(row is { IsForm: true } && origin == NoOrigin) || request.Headers.Origin.Count > 1)
        {
            return new Problem("request.origin", "Pages of another origin may not call this server.", StatusCodes.Status403Forbidden);
        }

        if (request.Headers["Sec-Fetch-Site"].Contains("cross-site", StringComparer.OrdinalIgnoreCase))
        {
            return new Problem("request.cross-site", "Cross-site requests are refused.", StatusCodes.Status403Forbidden);
        }

        if (row is not { Method: "POST" or "PUT" or "PATCH", TakesAnyMediaType: false } || !HasBody(request))
        {
            return null;
        }

        var expected = row.IsForm ? Form : Json;
        return IsType(request.ContentType, expected) ? null : new Problem("request.media-type", $"Send the body as Content-Type: {expected}.", StatusCodes.Status415UnsupportedMediaType);
    }

    private bool IsOurs(HostString host) =>
        host.HasValue && (_hosts.Contains(host.Host) || (settings.AllowRemote && IPAddress.TryParse(host.Host.Trim('[', ']'), out _)));

    private bool IsSameOrigin(string origin, HttpRequest request) =>
        string.Equals(origin, _publicOrigin, StringComparison.OrdinalIgnoreCase)
        || string.Equals(origin, $"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase);

    private static bool HasBody(HttpRequest request) => request.ContentLength is > 0 || request.Headers.TransferEncoding.Count > 0;

    private static bool IsType(string? contentType, string expected)
    {
        var type = contentType.AsSpan();
        var end = type.IndexOf(';');
        return (end < 0 ? type : type[..end]).Trim().Equals(expected, StringComparison.OrdinalIgnoreCase);
    }
}
