using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Pharos.Agents;

namespace Pharos.Server.Tests.Opa;

public sealed class DataReadTests(TestServer server) : IClassFixture<TestServer>, IAsyncLifetime
{
    private const string Module = """
        package reads

        echo := input

        half := 1 / input.by

        main[x] := y if some x, y in input

        many := numbers.range(1, 2000)
        """;

    public async ValueTask InitializeAsync() => await server.PolicyAsync("reads", Module);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_missing_or_null_input_is_undefined_and_warned_of()
    {
        foreach (var body in new[] { "", "{}", """{"input":null}""", "null" })
        {
            using var response = await server.OpaAsync("POST", "/v1/data/reads/echo", body);
            var answer = await TestServer.JsonAsync(response);
            answer.TryGetProperty("result", out _).ShouldBeFalse(body);
            answer.GetProperty("warning").GetProperty("code").GetString().ShouldBe("api_usage_warning");
        }
    }

    [Fact]
    public async Task An_input_may_stand_in_the_query()
    {
        using var response = await server.OpaAsync("GET", "/v1/data/reads/echo?input=%7B%22a%22%3A1%7D");
        var answer = await TestServer.JsonAsync(response);
        answer.GetProperty("result").GetRawText().ShouldBe("""{"a":1}""");
        answer.TryGetProperty("warning", out _).ShouldBeFalse();
        using var wrong = await server.OpaAsync("GET", "/v1/data/reads/echo?input=%7B");
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await OpaClient.OpaCodeAsync(wrong)).ShouldBe("invalid_parameter");
    }

    [Fact]
    public async Task Metrics_and_provenance_are_answered_to_who_asks()
    {
        using var response = await server.OpaAsync("POST", "/v1/data/reads/echo?metrics&provenance=true", """{"input":1}""");
        var answer = await TestServer.JsonAsync(response);
        answer.GetProperty("metrics").GetProperty("timer_rego_query_eval_ns").GetInt64().ShouldBeGreaterThan(0);
        answer.GetProperty("metrics").GetProperty("timer_server_handler_ns").GetInt64().ShouldBeGreaterThan(0);
        answer.GetProperty("provenance").GetProperty("bundles").GetProperty("pharos").GetProperty("revision").GetString().ShouldBe(server.Server.Parts.Policies.Active.Version);
    }

    [Theory]
    [InlineData("full")]
    [InlineData("debug")]
    public async Task A_trace_is_answered_to_an_administrator_who_asks(string mode)
    {
        using var response = await server.OpaAsync("POST", $"/v1/data/reads/echo?explain={mode}", """{"input":{"a":1}}""");
        var explanation = (await TestServer.JsonAsync(response)).GetProperty("explanation");
        explanation.GetArrayLength().ShouldBeGreaterThan(0);
        explanation[0].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Object);
        using var lines = await server.OpaAsync("POST", $"/v1/data/reads/echo?explain={mode}&pretty", """{"input":{"a":1}}""");
        (await TestServer.JsonAsync(lines)).GetProperty("explanation")[0].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.String);
        using var query = await server.OpaAsync("GET", $"/v1/query?q=data.reads.many%5B0%5D%3Dx&explain={mode}");
        (await TestServer.JsonAsync(query)).GetProperty("explanation").GetArrayLength().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_trace_is_not_for_viewers()
    {
        using var response = await server.SendAsync("POST", "/v1/data/pharos/gate/allow?explain=full", Role.Viewer, "{}");
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_pretty_answer_is_indented()
    {
        using var response = await server.OpaAsync("POST", "/v1/data/reads/echo?pretty=true", """{"input":{"a":1}}""");
        (await response.Content.ReadAsStringAsync()).ShouldContain("  \"result\": {\n    \"a\": 1\n  }");
    }

    [Fact]
    public async Task Bodies_and_answers_may_be_compressed()
    {
        using var response = await server.OpaAsync("POST", "/v1/data/reads/many", change: request =>
        {
            request.Content = Compressed("""{"input":{"zipped":true}}""");
            request.Headers.AcceptEncoding.ParseAdd("gzip");
        });
        response.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
        await using var plain = new GZipStream(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), CompressionMode.Decompress);
        using var reader = new StreamReader(plain);
        (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldContain("1999,2000]");
        using var echo = await server.OpaAsync("POST", "/v1/data/reads/echo", change: request => request.Content = Compressed("""{"input":{"zipped":true}}"""));
        (await echo.Content.ReadAsStringAsync()).ShouldContain("""{"zipped":true}""");
    }

    [Theory]
    [InlineData("application/yaml")]
    [InlineData("application/x-yaml")]
    [InlineData("text/yaml")]
    public async Task A_body_may_be_yaml(string type)
    {
        using var response = await server.OpaAsync("POST", "/v1/data/reads/echo", "input:\n  users: [ada, bob]\n  deep: {m: 1}\n", type);
        (await TestServer.JsonAsync(response)).GetProperty("result").GetRawText().ShouldBe("""{"deep":{"m":1},"users":["ada","bob"]}""");
        using var wrong = await server.OpaAsync("POST", "/v1/data/reads/echo", "input: [", type);
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_runtime_shows_no_environment()
    {
        using var response = await server.OpaAsync("POST", "/v1/query", """{"query":"x = opa.runtime()"}""");
        var body = await response.Content.ReadAsStringAsync();
        body.ShouldNotContain("PATH");
        body.ShouldNotContain("env\":{\"");
    }

    [Fact]
    public async Task A_body_that_grows_beyond_the_limit_when_decompressed_is_refused()
    {
        using var response = await server.OpaAsync("POST", "/v1/data/reads/echo", change: request => request.Content = Compressed($$"""{"input":"{{new string('a', 1_000_000)}}"}"""));
        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_body_that_is_not_what_its_encoding_says_is_refused()
    {
        using var response = await server.OpaAsync("POST", "/v1/data/reads/echo", """{"input":1}""", change: request => request.Content!.Headers.ContentEncoding.Add("gzip"));
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_error_of_a_builtin_is_undefined_unless_errors_are_strict()
    {
        (await server.ResultAsync("reads/half", """{"input":{"by":0}}""")).ShouldBe("(undefined)");
        using var strict = await server.OpaAsync("POST", "/v1/data/reads/half?strict-builtin-errors", """{"input":{"by":0}}""");
        strict.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        var answer = await TestServer.JsonAsync(strict);
        answer.GetProperty("code").GetString().ShouldBe("internal_error");
        answer.GetProperty("errors")[0].GetProperty("code").GetString().ShouldBe("eval_builtin_error");
        answer.GetProperty("errors")[0].GetProperty("location").GetRawText().ShouldBe("""{"file":"reads.rego","row":5,"col":1}""");
    }

    [Fact]
    public async Task A_method_that_a_path_does_not_have_is_405()
    {
        foreach (var (method, path) in new[] { ("HEAD", "/v1/data/reads"), ("DELETE", "/v1/query"), ("PUT", "/v0/data/reads"), ("PATCH", "/v1/policies/reads") })
        {
            using var response = await server.OpaAsync(method, path);
            response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed, $"{method} {path}");
            response.Content.Headers.Allow.ShouldNotBeEmpty($"{method} {path}");
        }

        using var wrong = await server.OpaAsync("DELETE", "/v1/query");
        (await OpaClient.OpaCodeAsync(wrong)).ShouldBe("invalid_operation");
        wrong.Content.Headers.Allow.ShouldBe(["GET", "POST"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_path_that_does_not_exist_fails_in_the_shape_of_its_neighbours()
    {
        using var unknown = await server.OpaAsync("GET", "/v1/nothing");
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await OpaClient.OpaCodeAsync(unknown)).ShouldBe("resource_not_found");
        using var elsewhere = await server.OpaAsync("GET", "/api/nothing");
        (await TestServer.CodeAsync(elsewhere)).ShouldBe("route.unknown");
    }

    [Fact]
    public async Task The_bare_document_is_answered_below_v0_and_an_undefined_one_is_404()
    {
        using var bare = await server.OpaAsync("POST", "/v0/data/reads/echo", """{"a":1}""");
        (await bare.Content.ReadAsStringAsync()).ShouldBe("{\"a\":1}\n");
        using var undefined = await server.OpaAsync("POST", "/v0/data/reads/half", """{"by":0}""");
        undefined.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await OpaClient.OpaCodeAsync(undefined)).ShouldBe("undefined_document");
        (await undefined.Content.ReadAsStringAsync()).ShouldContain("\"document undefined: data.reads.half\"");
        using var missing = await server.OpaAsync("POST", "/v0/data/no-where/half", "{}");
        (await TestServer.JsonAsync(missing)).GetProperty("message").GetString().ShouldBe("document missing: data[\"no-where\"].half");
    }

    [Fact]
    public async Task The_root_answers_the_default_decision()
    {
        using var none = await server.OpaAsync("POST", "/", "{}");
        none.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await server.PolicyAsync("main", "package system\n\nmain := {\"got\": input}\n");
        using var main = await server.OpaAsync("POST", "/", "[1]");
        (await main.Content.ReadAsStringAsync()).ShouldBe("{\"got\":[1]}\n");
    }

    [Fact]
    public async Task A_query_answers_the_variables_of_each_solution()
    {
        using var get = await server.OpaAsync("GET", "/v1/query?q=x%20%3D%20%5B1%2C%202%5D%5B_%5D");
        (await TestServer.JsonAsync(get)).GetProperty("result").GetRawText().ShouldBe("""[{"x":1},{"x":2}]""");
        using var post = await server.OpaAsync("POST", "/v1/query", """{"query":"input.a = x","input":{"a":5}}""");
        (await TestServer.JsonAsync(post)).GetProperty("result").GetRawText().ShouldBe("""[{"x":5}]""");
        using var none = await server.OpaAsync("POST", "/v1/query", """{"query":"1 == 2"}""");
        (await none.Content.ReadAsStringAsync()).ShouldBe("{}\n");
        using var wrong = await server.OpaAsync("POST", "/v1/query", """{"query":"x = {"}""");
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await TestServer.JsonAsync(wrong)).GetProperty("errors")[0].GetProperty("code").GetString().ShouldBe("rego_parse_error");
        using var missing = await server.OpaAsync("GET", "/v1/query");
        missing.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Health_is_what_the_policies_say()
    {
        using var undefined = await server.SendAsync("GET", "/health/ready");
        undefined.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await undefined.Content.ReadAsStringAsync()).ShouldContain("health check (data.system.health.ready) was undefined");
        await server.PolicyAsync("health", "package system.health\n\nlive := true\n\nready if input.plugins_ready\n\nsick := 1\n");
        foreach (var (path, status) in new[] { ("live", HttpStatusCode.OK), ("ready", HttpStatusCode.OK), ("sick", HttpStatusCode.InternalServerError) })
        {
            using var response = await server.SendAsync("GET", $"/health/{path}");
            response.StatusCode.ShouldBe(status, path);
        }
    }

    [Fact]
    public async Task Status_and_configuration_name_the_policies_that_decide()
    {
        using var status = await server.SendAsync("GET", "/v1/status", Role.Viewer);
        (await TestServer.JsonAsync(status)).GetProperty("result").GetProperty("bundles").GetProperty("pharos").GetProperty("active_revision").GetString().ShouldBe(server.Server.Parts.Policies.Active.Version);
        using var configuration = await server.SendAsync("GET", "/v1/config", Role.Viewer);
        (await TestServer.JsonAsync(configuration)).GetProperty("result").GetProperty("default_decision").GetString().ShouldBe("/system/main");
    }

    [Fact]
    public async Task A_policy_is_answered_with_its_syntax_tree()
    {
        using var response = await server.OpaAsync("GET", "/v1/policies/reads");
        (await TestServer.JsonAsync(response)).GetProperty("result").GetProperty("ast").GetProperty("package").GetProperty("path")[1].GetProperty("value").GetString().ShouldBe("reads");
    }

    private static ByteArrayContent Compressed(string json)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(json));
        }

        var content = new ByteArrayContent(bytes.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentEncoding.Add("gzip");
        return content;
    }
}
