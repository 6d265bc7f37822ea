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
    public async Task What_the_metadata_of_a_rule_says_counts_where_the_request_says_nothing()
    {
        await server.PolicyAsync("annotated", """
            # METADATA
            # scope: package
            # compile:
            #   mask_rule: columns
            package annotated

            # METADATA
            # scope: document
            # compile:
            #   unknowns: [input.fruits]
            include if input.fruits.name == input.favorite

            columns.price := {"replace": {"value": input.favorite}}

            others.name := {"replace": {"value": "<hidden>"}}
            """);
        async Task<string> Asked(string body)
        {
            using var response = await FilterAsync("application/vnd.opa.sql.postgresql+json", body, "annotated/include");
            return await response.Content.ReadAsStringAsync();
        }

        (await Asked("""{"input":{"favorite":"fig"}}""")).ShouldBe("""{"result":{"masks":{"price":{"replace":{"value":"fig"}}},"query":"WHERE fruits.name = E'fig'"}}""" + "\n");
        (await Asked("""{"input":{"favorite":"fig"},"unknowns":[]}""")).ShouldContain("WHERE fruits.name");
        (await Asked("""{"input":{"fruits":{"name":"fig"}},"unknowns":["input.favorite"],"options":{"maskRule":"others"}}"""))
            .ShouldNotContain("price");
    }

    [Fact]
    public async Task A_mask_that_fails_answers_no_filter()
    {
        await server.PolicyAsync("masked", "package masked\n\ninclude if input.fruits.name == \"fig\"\n\nmasks := 1 if input.a\n\nmasks := 2 if input.b\n");
        using var response = await FilterAsync("application/vnd.opa.sql.postgresql+json", """{"input":{"a":1,"b":1},"unknowns":["input.fruits"],"options":{"maskRule":"masks"}}""", "masked/include");
        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await response.Content.ReadAsStringAsync()).ShouldContain("eval_conflict_error");
    }

    [Fact]
    public async Task An_unknown_that_is_no_part_of_input_or_data_is_told_with_its_place()
    {
        await server.PolicyAsync("strange", "package strange\n\n# METADATA\n# scope: document\n# compile:\n#   unknowns: [fruits]\ninclude if input.fruits.name == \"fig\"\n");
        using var response = await FilterAsync("application/vnd.opa.sql.postgresql+json", "{}", "strange/include");
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var answer = await TestServer.JsonAsync(response);
        answer.GetProperty("code").GetString().ShouldBe("evaluation_error");
        answer.GetProperty("errors")[0].GetProperty("location").GetProperty("row").GetInt32().ShouldBe(3);
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

    private Task<HttpResponseMessage> FilterAsync(string accept, string body, string path = "filters/include") =>
        server.OpaAsync("POST", $"/v1/compile/{path}", body, change: request => request.Headers.TryAddWithoutValidation("Accept", accept));
}
