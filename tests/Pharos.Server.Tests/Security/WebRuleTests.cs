using System.Net;
using System.Text;
using Pharos.Agents;

namespace Pharos.Server.Tests.Security;

public sealed class WebRuleTests(TestServer server) : IClassFixture<TestServer>
{
    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("localhost.evil.example:8765")]
    public async Task A_foreign_host_header_is_refused_even_where_no_token_is_needed(string host)
    {
        using var response = await server.SendAsync("GET", "/livez", change: request => request.Headers.Host = host);
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await TestServer.CodeAsync(response)).ShouldBe("request.host");
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://localhost:3000")]
    [InlineData("null")]
    public async Task A_foreign_origin_is_refused_with_a_good_token(string origin)
    {
        var token = await server.TokenAsync(Role.Viewer);
        using var response = await server.SendAsync("GET", "/api/events", token, change: request => request.Headers.Add("Origin", origin));
        (await TestServer.CodeAsync(response)).ShouldBe("request.origin");
    }

    [Fact]
    public async Task Our_own_origin_may_call()
    {
        var token = await server.TokenAsync(Role.Viewer);
        using var response = await server.SendAsync("GET", "/api/events", token, change: request => request.Headers.Add("Origin", server.Server.Url.GetLeftPart(UriPartial.Authority)));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_cross_site_fetch_is_refused()
    {
        using var response = await server.SendAsync("GET", "/", change: request => request.Headers.Add("Sec-Fetch-Site", "cross-site"));
        (await TestServer.CodeAsync(response)).ShouldBe("request.cross-site");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/jsonp")]
    public async Task A_body_that_needs_no_preflight_is_refused(string type)
    {
        var token = await server.TokenAsync(Role.Agent);
        using var response = await server.SendAsync(
            "POST", "/api/proposals", token, change: request => request.Content = new StringContent(server.Command("ls"), Encoding.UTF8, type));
        response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await TestServer.CodeAsync(response)).ShouldBe("request.media-type");
    }

    [Fact]
    public async Task No_answer_allows_another_origin()
    {
        using var response = await server.SendAsync("OPTIONS", "/api/proposals", change: request => request.Headers.Add("Access-Control-Request-Method", "POST"));
        response.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task An_unknown_path_and_a_wrong_method_are_problems_with_codes()
    {
        using var unknown = await server.SendAsync("GET", "/nothing/here");
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await TestServer.CodeAsync(unknown)).ShouldBe("route.unknown");
        using var wrong = await server.SendAsync("PATCH", "/api/proposals");
        wrong.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        (await TestServer.CodeAsync(wrong)).ShouldBe("route.method");
    }

    [Fact]
    public async Task The_callers_correlation_comes_back_and_a_bad_one_is_replaced()
    {
        var id = Guid.CreateVersion7().ToString();
        using var same = await server.SendAsync("GET", "/livez", change: request => request.Headers.Add("X-Correlation-Id", id));
        same.Headers.GetValues("X-Correlation-Id").ShouldBe([id]);
        using var other = await server.SendAsync("GET", "/api/events", change: request => request.Headers.Add("X-Correlation-Id", "x\"}"));
        Guid.TryParse(other.Headers.GetValues("X-Correlation-Id").Single(), out var made).ShouldBeTrue();
        (await TestServer.JsonAsync(other)).GetProperty("correlation").GetGuid().ShouldBe(made);
    }
}
