using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Pharos.Proposals;

namespace Pharos.Server.Review.Links;

/// <summary>A plain page without scripts. Every text is masked, made visible and encoded here, so that none can be forgotten.</summary>
internal sealed class LinkPage
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
    private const string Style = """
        body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
        pre{white-space:pre-wrap;overflow-wrap:anywhere;border:1px solid #888;padding:.6rem;border-radius:4px}
        dt{font-weight:600}dd{margin:0 0 .5rem;overflow-wrap:anywhere}textarea{width:100%;box-sizing:border-box;font:inherit}
        button{font:inherit;padding:.5rem 1.2rem;margin-top:.8rem}small{color:#666}
        @media(prefers-color-scheme:dark){body{color:#eee;background:#16181c}small{color:#aaa}}
        """;

    private readonly StringBuilder _html = new(4096);

    public LinkPage(string title)
    {
        var shown = Encode(title);
        _html.Append("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"robots\" content=\"noindex\">\n<title>")
            .Append(shown).Append(" · Pharos</title>\n<style>").Append(Style).Append("</style>\n<main>\n<h1>").Append(shown).Append("</h1>\n");
    }

    public LinkPage Paragraph(string text) => Add("<p>", text, "</p>\n");

    public LinkPage Note(string text) => Add("<p><small>", text, "</small></p>\n");

    /// <summary>A text as it is, line by line.</summary>
    public LinkPage Verbatim(string title, string text)
    {
        Add("<h2>", title, "</h2>\n");
        _html.Append("<pre>").Append(HtmlEncoder.Default.Encode(VisibleText.Of(SecretMask.Mask(text), keepLines: true))).Append("</pre>\n");
        return this;
    }

    public LinkPage Facts(params IEnumerable<(string Name, string? Value)> facts)
    {
        _html.Append("<dl>\n");
        foreach (var (name, value) in facts)
        {
            if (value is not null)
            {
                Add("<dt>", name, "</dt>");
                Add("<dd>", value, "</dd>\n");
            }
        }

        _html.Append("</dl>\n");
        return this;
    }

    /// <summary>The form that decides; it is sent to the page's own address.</summary>
    public LinkPage Form(string button, bool asksReason, params IEnumerable<(string Name, string Value)> hidden)
    {
        _html.Append("<form method=\"post\" autocomplete=\"off\">\n");
        foreach (var (name, value) in hidden)
        {
            _html.Append("<input type=\"hidden\" name=\"").Append(Encode(name)).Append("\" value=\"").Append(Encode(value)).Append("\">\n");
        }

        if (asksReason)
        {
            _html.Append("<p><label for=\"reason\">Why not? The agent gets this.</label><br>\n<textarea id=\"reason\" name=\"reason\" rows=\"4\" maxlength=\"4000\" required></textarea></p>\n");
        }

        Add("<button type=\"submit\">", button, "</button>\n");
        _html.Append("</form>\n");
        return this;
    }

    public Task WriteAsync(HttpContext context, int status = StatusCodes.Status200OK)
    {
        _html.Append("</main>\n</html>\n");
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.CacheControl = "no-store";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.XFrameOptions = "DENY";
        return response.WriteAsync(_html.ToString(), context.RequestAborted);
    }

    private LinkPage Add(string before, string text, string after)
    {
        _html.Append(before).Append(Encode(text)).Append(after);
        return this;
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(VisibleText.Of(SecretMask.Mask(text)));
}
