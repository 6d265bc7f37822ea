using Microsoft.AspNetCore.Http;

namespace Pharos.Server.Security;

/// <summary>What may be written of a request's path: that of a link to a review holds the link's secret.</summary>
internal static class LoggedPath
{
    /// <summary>Where links to reviews stand.</summary>
    public const string OfLink = "/r/{token}";

    private const string Shown = "/r/…";

    /// <summary>A path as it may stand in a log; cut also where it only resembles that of a link.</summary>
    public static string Of(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        var start = path.AsSpan().TrimStart('/');
        return start.StartsWith("r/", StringComparison.OrdinalIgnoreCase) || start.StartsWith("r%2f", StringComparison.OrdinalIgnoreCase) ? Shown : path;
    }
}
