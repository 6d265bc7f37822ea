using Microsoft.AspNetCore.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Http;

/// <summary>The page at the root: says what runs here. It knows no token and asks for nothing.</summary>
internal sealed class HomePage
{
    private const string Page = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Pharos</title>
        <style>body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
        @media(prefers-color-scheme:dark){body{color:#eee;background:#16181c}a{color:#8ab4f8}}</style>
        <main>
        <h1>Pharos</h1>
        <p>This server decides what AI agents on this machine may do, and keeps a record of it.</p>
        <ul>
        <li><a href="/readyz">/readyz</a> says whether it can decide.</li>
        <li><code>/openapi/v1.json</code> describes every route, <code>/metrics</code> its figures, <code>/api/events</code> its record; these need a token.</li>
        <li><code>pharos token create</code> makes a token, <code>pharos hook install claude-code</code> puts an agent behind the gate.</li>
        </ul>
        </main>
        </html>

        """;

    public void Map(RouteMap routes) => routes.Map("GET", "/", static context =>
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return context.Response.WriteAsync(Page, context.RequestAborted);
    });
}
