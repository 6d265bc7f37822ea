using System.Net;

namespace Pharos.Server.Tests.Opa;

public sealed class CompileTests(TestServer server) : IClassFixture<TestServer>, IAsyncLifetime
{
    private const string Module = """
        package filters

        include if input.fruits.name == input.favorite

        include if {
            input.fruits.price < 2
            not input.favorite
        }

        hidden.price := {"replace": {"value": "<hidden>"}}
        """;

    public async ValueTask InitializeAsync() => await server.PolicyAsync("filters", Module);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task What_remains_of_a_query_is_answered_as_syntax_trees()
    {
        using var response = await server.OpaAsync("POST", "/v1/compile?metrics", """{"query":"data.filters.include == true","input":{"favorite":"apple"},"unknowns":["input.fruits"]}""");
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        var answer = await TestServer.JsonAsync(response);
        answer.GetProperty("result").GetProperty("queries").GetArrayLength().ShouldBe(1);
        answer.GetProperty("metrics").GetProperty("timer_rego_partial_eval_ns").GetInt64().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_query_that_can_never_hold_has_no_queries()
    {
        using var response = await server.OpaAsync("POST", "/v1/compile", """{"query":"1 < 0"}""");
        (await response.Content.ReadAsStringAsync()).ShouldBe("{\"result\":{}}\n");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"query":"x = {"}""")]
    [InlineData("""{"query":"1 == 1","unknowns":"input"}""")]
    [InlineData("[]")]
    public async Task What_is_no_proper_request_is_refused(string body)
    {
        using var response = await server.OpaAsync("POST", "/v1/compile", body);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await OpaClient.OpaCodeAsync(response)).ShouldBe("invalid_parameter");
    }

    [Fact]
    public async Task A_rule_becomes_a_condition_in_the_form_that_is_accepted()
    {
        using var sql = await FilterAsync("application/vnd.opa.sql.postgresql+json", """{"input":{"favorite":"apple"},"unknowns":["input.fruits"],"options":{"maskRule":"data.filters.hidden"}}""");
        sql.StatusCode.ShouldBe(HttpStatusCode.OK, await sql.Content.ReadAsStringAsync());
        sql.Content.Headers.ContentType!.MediaType.ShouldBe("application/vnd.opa.sql.postgresql+json");
        var result = (await TestServer.JsonAsync(sql)).GetProperty("result");
        result.GetProperty("query").GetString().ShouldBe("WHERE fruits.name = E'apple'");
        result.GetProperty("masks").GetProperty("price").GetProperty("replace").GetProperty("value").GetString().ShouldBe("<hidden>");
    }

    [Fact]
    public async Task Several_forms_are_answered_at_once()
    {
        using var response = await FilterAsync(
            "application/vnd.opa.multitarget+json",
            """{"input":{"favorite":"apple"},"unknowns":["input.fruits"],"options":{"targetDialects":["ucast+minimal","sql+mysql"],"targetSQLTableMappings":{"mysql":{"fruits":{"$self":"f"}}}}}""");
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        var result = (await TestServer.JsonAsync(response)).GetProperty("result");
        result.GetProperty("mysql").GetProperty("query").GetString()!.ShouldContain("f.name");
        result.GetProperty("ucast").GetProperty("query").GetProperty("value").GetString().ShouldBe("apple");
    }

    [Fact]
    public async Task A_form_that_nobody_knows_is_refused()
    {
        using var response = await FilterAsync("application/json", "{}");
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).ShouldContain("application/vnd.opa.sql.sqlite");
    }

    private Task<HttpResponseMessage> FilterAsync(string accept, string body) =>
        server.OpaAsync("POST", "/v1/compile/filters/include", body, change: request => request.Headers.TryAddWithoutValidation("Accept", accept));
}
