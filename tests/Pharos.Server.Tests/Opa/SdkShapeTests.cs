using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Pharos.Server.Tests.Opa;

/// <summary>Requests byte for byte as OPA's clients send them: their headers, their media types, their bodies.</summary>
public sealed class SdkShapeTests(TestServer server) : IClassFixture<TestServer>, IAsyncLifetime
{
    private const string Module = """
        package sdk

        allow if input.user == "ada"
        """;

    public async ValueTask InitializeAsync() => await server.PolicyAsync("sdk.rego", Module);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_typescript_client_evaluates()
    {
        using var response = await server.OpaAsync("POST", "/v1/data/sdk/allow", """{"input":{"user":"ada"}}""", change: request =>
        {
            request.Headers.TryAddWithoutValidation("Accept", "application/json");
            request.Headers.TryAddWithoutValidation("user-agent", "speakeasy-sdk/typescript 2.0.0 2.474.2 0.2.0 @open-policy-agent/opa");
        });
        (await TestServer.JsonAsync(response)).GetProperty("result").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task The_go_client_evaluates_over_one_connection_with_a_chunked_body()
    {
        using var response = await server.OpaAsync("POST", "/v1/data/sdk/allow", change: request =>
        {
            request.Content = new StringContent("""{"input":{"user":"bob"}}""", Encoding.UTF8);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.TransferEncodingChunked = true;
            request.Headers.TryAddWithoutValidation("User-Agent", "Go-http-client/1.1");
            request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
        });
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await TestServer.JsonAsync(response)).TryGetProperty("result", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Curl_sends_what_it_calls_a_form()
    {
        using var response = await server.OpaAsync("POST", "/v1/data/sdk/allow", """{"input":{"user":"ada"}}""", "application/x-www-form-urlencoded");
        (await TestServer.JsonAsync(response)).GetProperty("result").GetBoolean().ShouldBeTrue();
        using var policy = await server.OpaAsync("PUT", "/v1/policies/curl", "package curl\n", "application/x-www-form-urlencoded");
        policy.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var data = await server.OpaAsync("PUT", "/v1/data/curl", "{}", "application/x-www-form-urlencoded");
        data.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_batch_route_that_opa_does_not_have_is_404_so_that_clients_fall_back()
    {
        using var response = await server.OpaAsync("POST", "/v1/batch/data/sdk/allow", """{"inputs":{"a":{}}}""");
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
