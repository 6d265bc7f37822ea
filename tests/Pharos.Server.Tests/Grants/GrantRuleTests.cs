using System.Net;
using System.Text.Json;
using Pharos.Agents;

namespace Pharos.Server.Tests.Grants;

public sealed class GrantRuleTests(GrantServer server) : IClassFixture<GrantServer>
{
    [Fact]
    public async Task A_grant_becomes_a_policy_after_it_was_tried_on_what_was_recorded()
    {
        await ProposeAsync("zzz-rule --one");
        var (review, grant) = await GrantAsync("zzz-rule --one");
        await RevokeAsync(grant);
        (await ProposeAsync("zzz-rule --two")).GetProperty("decision").GetString().ShouldBe("review");

        var tried = await RuleAsync($"/api/grants/{grant}/rule", "{}");
        tried.GetProperty("applied").GetBoolean().ShouldBeFalse();
        tried.GetProperty("id").GetString().ShouldBe($"grants/{review}.rego");
        tried.GetProperty("module").GetString()!.ShouldContain("zzz-rule --one");
        var change = tried.GetProperty("changes").EnumerateArray().Single();
        change.GetProperty("before").GetString().ShouldBe("review");
        change.GetProperty("after").GetString().ShouldBe("allow");
        change.GetProperty("examples").EnumerateArray().ShouldAllBe(example => example.GetProperty("subject").GetString() == "zzz-rule --one");

        var applied = await RuleAsync($"/api/reviews/{review}/rule", $$"""{"apply":true,"policyVersion":"{{tried.GetProperty("policyVersion").GetString()}}"}""");
        applied.GetProperty("applied").GetBoolean().ShouldBeTrue();
        var allowed = await ProposeAsync("zzz-rule --one");
        allowed.GetProperty("decision").GetString().ShouldBe("allow");
        allowed.GetProperty("tier").GetString().ShouldBe("policy");
        allowed.GetProperty("rule").GetString()!.ShouldStartWith("pharos.gate.precedent.");
        (await ProposeAsync("zzz-rule --one --more")).GetProperty("decision").GetString().ShouldBe("review");
        (await ProposeAsync("zzz-rule --two; zzz-rule --one")).GetProperty("decision").GetString().ShouldBe("review");
    }

    [Fact]
    public async Task Applying_over_another_version_changes_nothing()
    {
        var (review, _) = await GrantAsync("zzz-rule --late");
        using var late = await server.SendAsync("POST", $"/api/reviews/{review}/rule", Role.Admin, """{"apply":true,"policyVersion":"0123456789abcdef"}""");
        (await TestServer.CodeAsync(late)).ShouldBe("policy.version");
        using var unnamed = await server.SendAsync("POST", $"/api/reviews/{review}/rule", Role.Admin, """{"apply":true}""");
        (await TestServer.CodeAsync(unnamed)).ShouldBe("rule.version");
    }

    [Fact]
    public async Task What_a_policy_wants_looked_at_is_no_matter_for_a_rule()
    {
        var review = (await ProposeAsync("sudo systemctl restart nine")).GetProperty("review").GetString();
        using var judged = await server.SendAsync("POST", $"/api/reviews/{review}/verdict", Role.Reviewer, """{"verdict":"approve"}""");
        judged.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var refused = await server.SendAsync("POST", $"/api/reviews/{review}/rule", Role.Admin);
        (await TestServer.CodeAsync(refused)).ShouldBe("rule.idle");
    }

    [Fact]
    public async Task What_was_not_approved_becomes_no_policy()
    {
        var review = (await ProposeAsync("zzz-rule --open")).GetProperty("review").GetString();
        using var early = await server.SendAsync("POST", $"/api/reviews/{review}/rule", Role.Admin);
        (await TestServer.CodeAsync(early)).ShouldBe("rule.review");
        using var unknown = await server.SendAsync("POST", $"/api/grants/{Guid.NewGuid()}/rule", Role.Admin);
        (await TestServer.CodeAsync(unknown)).ShouldBe("grant.unknown");
    }

    [Fact]
    public async Task A_rule_that_would_allow_what_was_denied_is_refused()
    {
        // The record says that a policy of then denied it; that policy is gone, so only the back-test still knows.
        await WriteAsync("""
            package pharos.gate

            deny contains {"rule": "acme.never", "reason": "never"} if input.proposal.input.command == "zzz-rule --denied"
            """);
        (await ProposeAsync("zzz-rule --denied")).GetProperty("decision").GetString().ShouldBe("deny");
        using (var removed = await server.SendAsync("DELETE", "/v1/policies/acme/never", Role.Admin))
        {
            removed.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        var (review, _) = await GrantAsync("zzz-rule --denied");
        using var refused = await server.SendAsync("POST", $"/api/reviews/{review}/rule", Role.Admin);
        (await TestServer.CodeAsync(refused)).ShouldBe("rule.loosens");
    }

    [Fact]
    public async Task No_rule_is_written_about_a_secret_that_the_record_does_not_hold()
    {
        var (review, _) = await GrantAsync("zzz-rule --header 'Authorization: Bearer abcdefghijklmnop'");
        using var refused = await server.SendAsync("POST", $"/api/reviews/{review}/rule", Role.Admin);
        (await TestServer.CodeAsync(refused)).ShouldBe("rule.masked");
    }

    private async Task WriteAsync(string module)
    {
        using var written = await server.SendAsync("PUT", "/v1/policies/acme/never", await server.TokenAsync(Role.Admin), module, request => request.Content!.Headers.ContentType = new("text/plain"));
        written.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<JsonElement> RuleAsync(string path, string body)
    {
        using var answered = await server.SendAsync("POST", path, Role.Admin, body);
        var rule = await TestServer.JsonAsync(answered);
        answered.StatusCode.ShouldBe(HttpStatusCode.OK, rule.ToString());
        return rule;
    }

    private async Task<(string Review, string Grant)> GrantAsync(string command)
    {
        var review = (await ProposeAsync(command)).GetProperty("review").GetString().ShouldNotBeNull();
        using var judged = await server.SendAsync("POST", $"/api/reviews/{review}/verdict", Role.Reviewer, """{"verdict":"approve","grant":{"scope":"session"}}""");
        var verdict = await TestServer.JsonAsync(judged);
        judged.StatusCode.ShouldBe(HttpStatusCode.OK, verdict.ToString());
        return (review, verdict.GetProperty("verdict").GetProperty("grant").GetString().ShouldNotBeNull());
    }

    private async Task RevokeAsync(string grant)
    {
        using var revoked = await server.SendAsync("DELETE", $"/api/grants/{grant}", Role.Reviewer);
        revoked.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<JsonElement> ProposeAsync(string command)
    {
        using var answered = await server.SendAsync("POST", "/api/proposals", Role.Agent, server.Propose(command));
        return await TestServer.JsonAsync(answered);
    }
}
