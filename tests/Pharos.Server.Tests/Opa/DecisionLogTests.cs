using System.Net;
using Pharos.Agents;

namespace Pharos.Server.Tests.Opa;

public sealed class DecisionLogTests(TestServer server) : IClassFixture<TestServer>, IAsyncLifetime
{
    private const string Module = """
        package logged

        answer := {"for": input.user, "token": "t-1"}
        """;

    public async ValueTask InitializeAsync() => await server.PolicyAsync("logged", Module);

    public async ValueTask DisposeAsync()
    {
        using var response = await server.OpaAsync("DELETE", "/v1/policies/mask");
    }

    [Fact]
    public async Task A_failed_evaluation_is_recorded_with_its_place()
    {
        await server.PolicyAsync("failing", "package failing\n\np := 1 if input.a\n\np := 2 if input.a\n");
        using var response = await server.OpaAsync("POST", "/v1/data/failing/p", """{"input":{"a":true}}""");
        using var found = await server.SendAsync("GET", "/api/events?type=decision.logged&order=desc&limit=50", Role.Viewer);
        var error = (await TestServer.JsonAsync(found)).GetProperty("events").EnumerateArray().Select(one => one.GetProperty("payload"))
            .First(payload => payload.TryGetProperty("path", out var path) && path.GetString() == "failing/p").GetProperty("error");
        error.GetProperty("code").GetString().ShouldBe("eval_conflict_error");
        error.GetProperty("location").GetProperty("file").GetString().ShouldBe("failing.rego");
    }

    [Fact]
    public async Task A_decision_is_recorded_with_its_path_input_result_and_revision()
    {
        using var answer = await AskAsync("""{"input":{"user":"ada"},"com.example/request":7}""");
        var record = (await server.RecordAsync(answer)).ShouldNotBeNull();
        record.GetProperty("path").GetString().ShouldBe("logged/answer");
        record.GetProperty("input").GetRawText().ShouldBe("""{"user":"ada"}""");
        record.GetProperty("result").GetProperty("for").GetString().ShouldBe("ada");
        record.GetProperty("bundles").GetProperty("pharos").GetProperty("revision").GetString().ShouldBe(server.Server.Parts.Policies.Active.Version);
        record.GetProperty("custom").GetProperty("request_metadata").GetProperty("com.example/request").GetInt32().ShouldBe(7);
        record.GetProperty("requested_by").GetString()!.ShouldStartWith("127.0.0.1:");
        record.GetProperty("metrics").GetProperty("timer_rego_query_eval_ns").GetInt64().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_mask_policy_erases_and_replaces_what_is_recorded_and_not_what_is_answered()
    {
        await server.PolicyAsync("mask", """
            package system.log

            mask contains "/input/password"

            mask contains "/input/unknown/deep"

            mask contains {"op": "upsert", "path": "/input/user", "value": "someone"}

            mask contains {"op": "remove", "path": "/result/token"} if input.path == "logged/answer"

            mask contains "/input/cards/0"
            """);
        using var answer = await AskAsync("""{"input":{"user":"ada","password":"pw-1234","cards":["visa","amex"]}}""");
        (await answer.Content.ReadAsStringAsync()).ShouldContain("t-1");
        var record = (await server.RecordAsync(answer)).ShouldNotBeNull();
        record.GetProperty("input").GetRawText().ShouldBe("""{"cards":["amex"],"user":"someone"}""");
        record.GetProperty("result").GetRawText().ShouldBe("""{"for":"ada"}""");
        record.GetProperty("erased").EnumerateArray().Select(path => path.GetString()).ShouldBe(["/input/cards/0", "/input/password", "/result/token"], ignoreOrder: true);
        record.GetProperty("masked")[0].GetString().ShouldBe("/input/user");
    }

    [Theory]
    [InlineData("mask contains x if { x := 1 / 0 }")]
    [InlineData("mask := 5")]
    [InlineData("mask contains {\"op\": \"encrypt\", \"path\": \"/input/user\"}")]
    [InlineData("mask contains \"/metrics\"")]
    [InlineData("mask contains 7")]
    [InlineData("mask contains \"/input\" if { json.unmarshal(input.input.user) }")]
    public async Task A_mask_policy_that_fails_hides_everything_it_could_have_hidden(string rule)
    {
        await server.PolicyAsync("mask", $"package system.log\n\n{rule}\n");
        using var answer = await AskAsync("""{"input":{"user":"very-private"},"custom":"very-private"}""");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var record = (await server.RecordAsync(answer)).ShouldNotBeNull();
        record.GetRawText().ShouldNotContain("very-private");
        record.TryGetProperty("result", out _).ShouldBeFalse();
        record.GetProperty("mask_error").GetString().ShouldNotBeEmpty();
        record.GetProperty("path").GetString().ShouldBe("logged/answer");
    }

    [Fact]
    public async Task A_dropped_decision_is_answered_and_not_recorded()
    {
        await server.PolicyAsync("mask", "package system.log\n\ndrop if input.input.user == \"health-probe\"\n");
        using var dropped = await AskAsync("""{"input":{"user":"health-probe"}}""");
        (await server.RecordAsync(dropped)).ShouldBeNull();
        using var kept = await AskAsync("""{"input":{"user":"ada"}}""");
        (await server.RecordAsync(kept)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_secret_that_no_mask_policy_names_is_masked_all_the_same()
    {
        using var answer = await AskAsync("""{"input":{"user":"Authorization: Bearer ghp_0123456789abcdefghijklmnopqrstuvwxyz"}}""");
        (await server.RecordAsync(answer)).ShouldNotBeNull().GetRawText().ShouldNotContain("ghp_0123456789");
    }

    [Fact]
    public async Task A_result_larger_than_the_log_keeps_is_recorded_by_its_digest()
    {
        using var answer = await server.OpaAsync("POST", "/v1/query", """{"query":"x = numbers.range(1, 300000)"}""");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var events = await server.SendAsync("GET", "/api/events?type=decision.logged&order=desc&limit=1", Role.Viewer);
        var result = (await TestServer.JsonAsync(events)).GetProperty("events")[0].GetProperty("payload").GetProperty("result");
        result.GetProperty("bytes").GetInt32().ShouldBeGreaterThan(1_000_000);
    }

    [Fact]
    public async Task A_decision_whose_input_nests_more_deeply_than_the_log_takes_is_still_recorded()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 400)) + string.Concat(Enumerable.Repeat("]", 400));
        using var answer = await AskAsync("""{"input":{"user":1,"deep":DEEP}}""".Replace("DEEP", deep, StringComparison.Ordinal));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.RecordAsync(answer)).ShouldNotBeNull().GetProperty("input").GetProperty("omitted").GetString().ShouldNotBeEmpty();
    }

    private Task<HttpResponseMessage> AskAsync(string body) => server.OpaAsync("POST", "/v1/data/logged/answer", body);
}
