using Pharos.Agents;

namespace Pharos.Server.Tests.Policies;

public sealed class BundleActivationTests : IAsyncLifetime
{
    private readonly BundleServer _server = new();

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_bundle_decides_in_the_place_of_what_its_roots_hold()
    {
        (await _server.DecideAsync("echo teapot")).Decision.ShouldBe("allow");
        var activated = await _server.ActivateAsync(_server.DefaultAnd("""{"revision":"r1"}""", ("acme.rego", BundleServer.Gate("teapot"))));
        activated.GetProperty("isNew").GetBoolean().ShouldBeTrue();
        activated.GetProperty("bundle").GetProperty("revision").GetString().ShouldBe("r1");
        (await _server.DecideAsync("echo teapot")).ShouldBe(("deny", "acme.teapot"));
        (await _server.DecideAsync("echo hello")).Decision.ShouldBe("allow");
    }

    [Fact]
    public async Task An_activated_bundle_survives_a_restart()
    {
        await _server.ActivateAsync(_server.DefaultAnd("""{"revision":"r1"}""", ("acme.rego", BundleServer.Gate("teapot"))));
        var version = _server.Version;
        await _server.RestartAsync();
        _server.Version.ShouldBe(version);
        _server.Server.Parts.Policies.Bundles.Single().Revision.ShouldBe("r1");
    }

    [Fact]
    public async Task A_bundle_that_does_not_compile_is_refused_with_every_problem_and_the_old_one_stays()
    {
        var before = _server.Version;
        var (status, body) = await _server.RefusedAsync(_server.DefaultAnd("{}", ("a.rego", "package pharos.a\n\np := nowhere"), ("b.rego", "package pharos.b\n\nq := elsewhere(1)")));
        status.ShouldBe(422);
        body.GetProperty("code").GetString().ShouldBe("policy.refused");
        body.GetProperty("problems").EnumerateArray().Select(problem => problem.GetProperty("file").GetString()).ShouldBe(["bundles/main/a.rego", "bundles/main/b.rego"], ignoreOrder: true);
        _server.Version.ShouldBe(before);
    }

    [Fact]
    public async Task A_bundle_whose_own_test_fails_is_refused_by_the_tests_name()
    {
        var (status, body) = await _server.RefusedAsync(_server.DefaultAnd("{}", ("a_test.rego", "package pharos.a_test\n\ntest_good if true\n\ntest_bad if 1 == 2")));
        status.ShouldBe(422);
        body.GetProperty("problems").EnumerateArray().Single().GetProperty("message").GetString()!.ShouldContain("data.pharos.a_test.test_bad");
    }

    [Fact]
    public async Task Tests_of_a_bundle_are_run_and_do_not_decide()
    {
        await _server.ActivateAsync(_server.DefaultAnd("{}", ("acme.rego", BundleServer.Gate("teapot")), ("a_test.rego", "package pharos.gate\n\ntest_good if true")));
        _server.Server.Parts.Policies.Active.Sources.Modules.ShouldNotContain(module => module.Id.EndsWith("_test.rego", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("package other\n\np := 1", "No module defines")]
    [InlineData("package pharos.gate\n\ndeny := true", "needs a set")]
    [InlineData("package pharos.gate\n\ndeny := {1} if input.schema\n\ndeny := {2} if input.schema", "cannot be evaluated")]
    public async Task A_bundle_that_cannot_answer_the_gate_is_refused(string module, string why)
    {
        var (status, body) = await _server.RefusedAsync(BundleServer.Bundle(("a.rego", module)));
        status.ShouldBe(422);
        body.GetProperty("problems")[0].GetProperty("message").GetString()!.ShouldContain(why);
    }

    [Fact]
    public async Task Bundles_of_different_roots_decide_together_and_of_overlapping_roots_not()
    {
        await _server.ActivateAsync(BundleServer.Bundle((".manifest", """{"roots":["acme"]}"""), ("acme/data.json", """{"n":1}""")), "one");
        await _server.ActivateAsync(BundleServer.Bundle((".manifest", """{"roots":["acme2"]}"""), ("acme2/data.json", """{"n":2}""")), "two");
        var (status, body) = await _server.RefusedAsync(BundleServer.Bundle((".manifest", """{"roots":["acme/inner"]}""")), "three");
        status.ShouldBe(422);
        body.GetProperty("problems")[0].GetProperty("code").GetString().ShouldBe("bundle.roots-overlap");
        using var removed = await _server.SendAsync("DELETE", "/api/policies/bundles/one", Role.Admin);
        removed.IsSuccessStatusCode.ShouldBeTrue();
        await _server.ActivateAsync(BundleServer.Bundle((".manifest", """{"roots":["acme/inner"]}""")), "three");
        using var again = await _server.SendAsync("DELETE", "/api/policies/bundles/one", Role.Admin);
        ((int)again.StatusCode).ShouldBe(404);
    }

    [Fact]
    public async Task A_delta_changes_the_data_of_the_active_bundle_only_if_all_of_it_applies()
    {
        var (status, body) = await _server.RefusedAsync(BundleServer.Bundle((".manifest", """{"roots":["acme"]}"""), ("patch.json", """{"data":[]}""")), "acme");
        status.ShouldBe(422);
        body.GetProperty("detail").GetString()!.ShouldContain("no bundle \"acme\" is active");
        await _server.ActivateAsync(BundleServer.Bundle((".manifest", """{"roots":["acme"]}"""), ("acme/data.json", """{"n":1}""")), "acme");
        await _server.ActivateAsync(
            BundleServer.Bundle((".manifest", """{"revision":"d1","roots":["acme"]}"""), ("patch.json", """{"data":[{"op":"upsert","path":"/acme/m","value":2}]}""")), "acme");
        using var data = await _server.SendAsync("GET", "/v1/data/acme", Role.Admin);
        (await data.Content.ReadAsStringAsync()).ShouldContain("\"m\":2");
        (await _server.RefusedAsync(BundleServer.Bundle((".manifest", """{"roots":["acme"]}"""), ("patch.json", """{"data":[{"op":"remove","path":"/acme/none"}]}""")), "acme")).Status.ShouldBe(422);
    }

    [Fact]
    public async Task What_is_no_archive_is_refused_and_so_is_a_bad_name()
    {
        (await _server.RefusedAsync("no archive"u8.ToArray())).Body.GetProperty("problems")[0].GetProperty("code").GetString().ShouldBe("bundle.archive");
        using var response = await _server.PostAsync("/api/policies/bundles/-x", BundleServer.Bundle());
        (await TestServer.CodeAsync(response)).ShouldBe("bundle.name");
    }

    [Fact]
    public async Task Every_activation_says_who_when_and_which_revision()
    {
        await _server.ActivateAsync(_server.DefaultAnd("""{"revision":"r1"}""", ("acme.rego", BundleServer.Gate("teapot"))));
        using var response = await _server.SendAsync("GET", "/api/policies/history", Role.Viewer);
        var activations = (await TestServer.JsonAsync(response)).GetProperty("activations");
        activations[0].GetProperty("version").GetString().ShouldBe(_server.Version);
        activations[0].GetProperty("by").GetString().ShouldBe("admin-1");
        activations[0].GetProperty("reason").GetString().ShouldBe("bundle");
        activations[0].GetProperty("bundles")[0].GetProperty("revision").GetString().ShouldBe("r1");
        activations[1].GetProperty("reason").GetString().ShouldBe("start");
    }

    [Fact]
    public async Task Rolling_back_lets_exactly_the_earlier_version_decide_over_a_restart_until_it_is_released()
    {
        var first = _server.Version;
        await _server.ActivateAsync(_server.DefaultAnd("""{"revision":"r1"}""", ("acme.rego", BundleServer.Gate("teapot"))));
        var second = _server.Version;
        (await _server.RollBackAsync("{}")).GetProperty("version").GetString().ShouldBe(first);
        (await _server.DecideAsync("echo teapot")).Decision.ShouldBe("allow");
        await _server.RestartAsync();
        _server.Version.ShouldBe(first);
        _server.Server.Parts.Policies.Pinned.ShouldBe(first);
        using (var health = await _server.SendAsync("GET", "/api/health", Role.Admin))
        {
            (await health.Content.ReadAsStringAsync()).ShouldContain($"version {first}, rolled back to and kept until it is released");
        }

        using (var put = await _server.SendAsync("PUT", "/v1/policies/x", await _server.TokenAsync(Role.Admin), change: request => request.Content = new StringContent("package x")))
        {
            (await put.Content.ReadAsStringAsync()).ShouldContain("policy.pinned");
        }

        (await _server.RollBackAsync("""{"release":true}""")).GetProperty("version").GetString().ShouldBe(second);
        (await _server.RollBackAsync($$"""{"version":"{{first[..6]}}"}""")).GetProperty("version").GetString().ShouldBe(first);
        using var unknown = await _server.SendAsync("POST", "/api/policies/rollback", Role.Admin, """{"version":"ffff0000"}""");
        (await TestServer.CodeAsync(unknown)).ShouldBe("policy.version-unknown");
    }
}
