using System.Net;
using Pharos.Agents;

namespace Pharos.Server.Tests.Opa;

public sealed class DataWriteTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_written_document_is_read_and_makes_the_objects_above_it()
    {
        (await WriteAsync("PUT", "written/deep/list", "[1,2]")).ShouldBe(HttpStatusCode.NoContent);
        (await server.ResultAsync("written")).ShouldBe("""{"deep":{"list":[1,2]}}""");
        (await server.ResultAsync("written/deep/list/1")).ShouldBe("2");
    }

    [Fact]
    public async Task A_document_written_only_where_none_stands_leaves_the_one_that_does()
    {
        (await WriteAsync("PUT", "once", "1")).ShouldBe(HttpStatusCode.NoContent);
        using var second = await server.OpaAsync("PUT", "/v1/data/once", "2", change: request => request.Headers.TryAddWithoutValidation("If-None-Match", "*"));
        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await server.ResultAsync("once")).ShouldBe("1");
    }

    [Fact]
    public async Task A_patch_is_applied_whole_or_not_at_all()
    {
        (await WriteAsync("PUT", "patched", """{"a":[1,3],"b":1}""")).ShouldBe(HttpStatusCode.NoContent);
        (await WriteAsync("PATCH", "patched", """[{"op":"add","path":"/a/1","value":2},{"op":"add","path":"a/-","value":4},{"op":"replace","path":"/b","value":2},{"op":"add","path":"/c~1d","value":5}]""", "application/json-patch+json"))
            .ShouldBe(HttpStatusCode.NoContent);
        (await server.ResultAsync("patched")).ShouldBe("""{"a":[1,2,3,4],"b":2,"c/d":5}""");
        (await WriteAsync("PATCH", "patched", """[{"op":"remove","path":"/b"},{"op":"remove","path":"/unknown"}]""", "application/json-patch+json")).ShouldBe(HttpStatusCode.NotFound);
        (await server.ResultAsync("patched/b")).ShouldBe("2");
    }

    [Theory]
    [InlineData("PATCH", "x", """[{"op":"move","path":"/a"}]""", HttpStatusCode.BadRequest, "invalid_parameter")]
    [InlineData("PATCH", "x", """{"op":"add"}""", HttpStatusCode.BadRequest, "invalid_parameter")]
    [InlineData("PUT", "", "1", HttpStatusCode.BadRequest, "invalid_parameter")]
    [InlineData("PUT", "x", "{", HttpStatusCode.BadRequest, "invalid_parameter")]
    [InlineData("PUT", "x", "", HttpStatusCode.BadRequest, "invalid_parameter")]
    [InlineData("DELETE", "never/written", null, HttpStatusCode.NotFound, "resource_not_found")]
    public async Task A_change_that_cannot_be_made_is_refused_with_opas_code(string method, string path, string? body, HttpStatusCode status, string code)
    {
        using var response = await server.OpaAsync(method, $"/v1/data/{path}", body);
        response.StatusCode.ShouldBe(status, await response.Content.ReadAsStringAsync());
        (await OpaClient.OpaCodeAsync(response)).ShouldBe(code);
    }

    [Fact]
    public async Task A_document_below_a_plain_value_conflicts_with_it()
    {
        (await WriteAsync("PUT", "plain", "1")).ShouldBe(HttpStatusCode.NoContent);
        using var below = await server.OpaAsync("PUT", "/v1/data/plain/below", "2");
        below.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await OpaClient.OpaCodeAsync(below)).ShouldBe("resource_conflict");
    }

    [Fact]
    public async Task Data_where_a_rule_stands_is_refused_and_changes_nothing()
    {
        await server.PolicyAsync("ruled", "package ruled\n\nvalue := 1\n");
        var version = server.Server.Parts.Policies.Active.Version;
        foreach (var (path, body) in new[] { ("ruled/value", "2"), ("ruled", """{"value":2,"other":3}"""), ("ruled", "2") })
        {
            using var response = await server.OpaAsync("PUT", $"/v1/data/{path}", body);
            response.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
            (await OpaClient.OpaCodeAsync(response)).ShouldBe("resource_conflict");
        }

        server.Server.Parts.Policies.Active.Version.ShouldBe(version);
        (await WriteAsync("PUT", "ruled/beside", "2")).ShouldBe(HttpStatusCode.NoContent);
        (await server.ResultAsync("ruled")).ShouldBe("""{"beside":2,"value":1}""");
    }

    [Fact]
    public async Task A_policy_whose_rule_stands_where_data_is_does_not_compile()
    {
        (await WriteAsync("PUT", "taken", """{"value":2}""")).ShouldBe(HttpStatusCode.NoContent);
        using var response = await server.OpaAsync("PUT", "/v1/policies/taken", "package taken\n\nvalue := 1\n", "text/plain");
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).ShouldContain("taken/value");
    }

    [Fact]
    public async Task Data_that_a_rule_reads_changes_what_it_decides_and_the_version_that_names_the_decision()
    {
        await server.PolicyAsync("reader", "package reader\n\nallow if input.user in data.people.admins\n");
        var before = server.Server.Parts.Policies.Active.Version;
        (await server.ResultAsync("reader/allow", """{"input":{"user":"ada"}}""")).ShouldBe("(undefined)");
        (await WriteAsync("PUT", "people/admins", """["ada"]""")).ShouldBe(HttpStatusCode.NoContent);
        (await server.ResultAsync("reader/allow", """{"input":{"user":"ada"}}""")).ShouldBe("true");
        server.Server.Parts.Policies.Active.Version.ShouldNotBe(before);
        using var events = await server.SendAsync("GET", "/api/events?type=policy.activated&order=desc&limit=1", Role.Viewer);
        var payload = (await TestServer.JsonAsync(events)).GetProperty("events")[0].GetProperty("payload");
        payload.GetProperty("reason").GetString().ShouldBe("data");
        payload.GetProperty("data").GetProperty("bytes").GetInt32().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Written_and_removed_data_are_still_so_after_a_restart()
    {
        await File.WriteAllTextAsync(Path.Combine(server.Data, "policies", "data.json"), """{"onDisk":{"kept":1,"removed":2}}""");
        await server.Server.Parts.Policies.ReloadAsync(CancellationToken.None);
        (await WriteAsync("DELETE", "onDisk/removed", null)).ShouldBe(HttpStatusCode.NoContent);
        (await WriteAsync("PUT", "onDisk/written", "3")).ShouldBe(HttpStatusCode.NoContent);
        var version = server.Server.Parts.Policies.Active.Version;
        await server.RestartAsync();
        (await server.ResultAsync("onDisk")).ShouldBe("""{"kept":1,"written":3}""");
        server.Server.Parts.Policies.Active.Version.ShouldBe(version);
    }

    [Fact]
    public async Task A_document_may_be_null_and_its_key_may_hold_a_slash()
    {
        (await WriteAsync("PUT", "odd/a%2Fb", "null")).ShouldBe(HttpStatusCode.NoContent);
        (await server.ResultAsync("odd")).ShouldBe("""{"a/b":null}""");
        (await server.ResultAsync("odd/a%2Fb")).ShouldBe("null");
        (await server.ResultAsync("odd/a/b")).ShouldBe("(undefined)");
    }

    private async Task<HttpStatusCode> WriteAsync(string method, string path, string? body, string type = "application/json")
    {
        using var response = await server.OpaAsync(method, $"/v1/data/{path}", body, type);
        return response.StatusCode;
    }
}
