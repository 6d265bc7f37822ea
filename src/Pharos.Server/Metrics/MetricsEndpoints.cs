using Microsoft.AspNetCore.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Metrics;

/// <summary>The scraper's door.</summary>
internal sealed class MetricsEndpoints(MetricsExposition exposition)
{
    public void Map(RouteMap routes) => routes.Map("GET", "/metrics", WriteAsync);

    private Task WriteAsync(HttpContext context)
    {
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        return context.Response.WriteAsync(exposition.Write(), context.RequestAborted);
    }
}
