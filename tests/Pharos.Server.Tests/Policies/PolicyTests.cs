using System.Net;
using System.Text;
using Pharos.Agents;

namespace Pharos.Server.Tests.Policies;

public sealed class PolicyTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Module = """
        package pharos.gate.extra

        answer := 42 if input.ask
        """;

    [Fact]
    public async Task A_module_is_written_evaluated_listed_and_removed()
    {
        using var put = await PutAsync("team/extra", Module);
        put.StatusCode.ShouldBe(HttpStatusCode.OK, await put.Content.ReadAsStringAsync());
        using var defined = await server.SendAsync("POST", "/v1/data/pharos/gate/extra/answer", Role.Viewer, """{"input":{"ask":true}}""");
        (await TestServer.JsonAsync(defined)).GetProperty("result").GetInt32().ShouldBe(42);
        using var undefined = await server.SendAsync("POST", "/v1/data/pharos/gate/extra/answer", Role.Viewer, """{"input":{}}""");
        (await TestServer.JsonAsync(undefined)).TryGetProperty("result", out _).ShouldBeFalse();
        using var got = await server.SendAsync("GET", "/v1/policies/team/extra", Role.Viewer);
        (await TestServer.JsonAsync(got)).GetProperty("result").GetProperty("raw").GetString().ShouldBe(Module);
        File.Exists(Path.Combine(server.Data, "policies", "team", "extra.rego")).ShouldBeTrue();
        using var deleted = await server.SendAsync("DELETE", "/v1/policies/team/extra", Role.Admin);
        deleted.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var gone = await server.SendAsync("GET", "/v1/policies/team/extra", Role.Viewer);
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await TestServer.JsonAsync(gone)).GetProperty("code").GetString().ShouldBe("resource_not_found");
    }

    [Fact]
    public async Task A_module_that_does_not_compile_is_refused_with_its_places_and_the_old_ones_stay()
    {
        var before = server.Server.Parts.Policies.Active.Version;
        using var response = await PutAsync("broken", "package broken\n\nallow if {");
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var body = await TestServer.JsonAsync(response);
        body.GetProperty("code").GetString().ShouldBe("invalid_parameter");
        body.GetProperty("errors")[0].GetProperty("location").GetProperty("row").GetInt32().ShouldBeGreaterThan(0);
        server.Server.Parts.Policies.Active.Version.ShouldBe(before);
        File.Exists(Path.Combine(server.Data, "policies", "broken.rego")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_module_that_is_no_utf8_is_refused_with_its_place()
    {
        using var response = await server.SendAsync("PUT", "/v1/policies/latin1", await server.TokenAsync(Role.Admin), change: request =>
            request.Content = new ByteArrayContent([.. "package latin1\n\np := \"caf"u8, 0xe9, (byte)'"']));
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = (await TestServer.JsonAsync(response)).GetProperty("errors")[0];
        error.GetProperty("code").GetString().ShouldBe("rego_parse_error");
        error.GetProperty("location").GetProperty("row").GetInt32().ShouldBe(3);
        error.GetProperty("message").GetString()!.ShouldContain("illegal utf-8 character");
    }

    [Theory]
    [InlineData("..%2F..%2Fescape")]
    [InlineData("a//b")]
    [InlineData(".hidden")]
    [InlineData("some_test")]
    [InlineData("a%20b")]
    public async Task An_id_that_is_no_plain_path_is_refused(string id)
    {
        using var response = await PutAsync(id, Module);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_changed_file_is_taken_up_and_a_bad_one_is_refused_and_said_in_health()
    {
        var policies = server.Server.Parts.Policies;
        var file = Path.Combine(server.Data, "policies", "from-disk.rego");
        await File.WriteAllTextAsync(file, "package fromdisk\n\nvalue := 1\n");
        await policies.ReloadAsync(CancellationToken.None);
        var good = policies.Active.Version;
        await File.WriteAllTextAsync(file, "package fromdisk\n\nvalue := \n");
        await policies.ReloadAsync(CancellationToken.None);
        policies.Active.Version.ShouldBe(good);
        using (var health = await server.SendAsync("GET", "/api/health", Role.Viewer))
        {
            var body = await health.Content.ReadAsStringAsync();
            body.ShouldContain("degraded");
            body.ShouldContain("from-disk.rego");
        }

        using (var ready = await server.SendAsync("GET", "/readyz"))
        {
            ready.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        File.Delete(file);
        await policies.ReloadAsync(CancellationToken.None);
        policies.Refusal.ShouldBeEmpty();
        policies.Active.Version.ShouldNotBe(good);
    }

    [Fact]
    public async Task Every_version_that_begins_to_decide_is_an_event()
    {
        using var put = await PutAsync("counted", "package counted\n\nn := 1\n");
        using var response = await server.SendAsync("GET", "/api/events?type=policy.activated&order=desc&limit=1", Role.Viewer);
        var record = (await TestServer.JsonAsync(response)).GetProperty("events")[0];
        record.GetProperty("payload").GetProperty("version").GetString().ShouldBe(server.Server.Parts.Policies.Active.Version);
        record.GetProperty("actor").GetProperty("id").GetString().ShouldBe("admin-1");
    }

    [Fact]
    public async Task A_bad_body_has_opas_error_shape()
    {
        using var response = await server.SendAsync("POST", "/v1/data/pharos/gate/allow", Role.Viewer, "{");
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var body = await TestServer.JsonAsync(response);
        body.GetProperty("code").GetString().ShouldBe("invalid_parameter");
        body.GetProperty("errors")[0].GetProperty("code").GetString().ShouldBe("data.malformed");
    }

    private async Task<HttpResponseMessage> PutAsync(string id, string source) => await server.SendAsync(
        "PUT", $"/v1/policies/{id}", await server.TokenAsync(Role.Admin), change: request => request.Content = new StringContent(source, Encoding.UTF8, "text/plain"));
}
