using System.Net;
using System.Text.Json;
using Pharos.Agents;

namespace Pharos.Server.Tests.Grants;

public sealed class GrantFlowTests(GrantServer server) : IClassFixture<GrantServer>
{
    [Fact]
    public async Task A_verdict_that_grants_allows_the_next_equal_proposal_until_the_grant_is_revoked()
    {
        var asked = await ProposeAsync("zzz-tool --one");
        var grant = await JudgeAsync(asked.GetProperty("review").GetString()!, """{"verdict":"approve","grant":{"scope":"session"}}""");
        using var fetched = await server.SendAsync("GET", $"/api/proposals/{asked.GetProperty("id").GetString()}", Role.Agent);
        (await TestServer.JsonAsync(fetched)).GetProperty("state").GetString().ShouldBe("approved");
        var allowed = await ProposeAsync("zzz-tool --one");
        allowed.GetProperty("decision").GetString().ShouldBe("allow");
        allowed.GetProperty("tier").GetString().ShouldBe("review");
        allowed.GetProperty("rule").GetString().ShouldBe("pharos.grant");
        allowed.GetProperty("decidedBy").GetString().ShouldBe("reviewer-1");
        allowed.GetProperty("grant").GetProperty("id").GetString().ShouldBe(grant);
        allowed.GetProperty("grant").GetProperty("scope").GetString().ShouldBe("session");
        allowed.GetProperty("reason").GetString()!.ShouldContain("reviewer-1 granted exactly this input");

        using var revoked = await server.SendAsync("DELETE", $"/api/grants/{grant}", Role.Reviewer);
        revoked.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await TestServer.JsonAsync(revoked)).GetProperty("state").GetString().ShouldBe("revoked");
        (await ProposeAsync("zzz-tool --one")).GetProperty("decision").GetString().ShouldBe("review");
    }

    [Fact]
    public async Task A_grant_is_listed_with_what_it_covers_and_shown_in_the_recorded_decision()
    {
        var review = await AskAsync("zzz-tool --listed");
        var grant = await JudgeAsync(review, """{"verdict":"approve","grant":{"scope":"session"}}""");
        using var list = await server.SendAsync("GET", "/api/grants", Role.Viewer);
        var shown = (await TestServer.JsonAsync(list)).GetProperty("grants").EnumerateArray().Single(item => item.GetProperty("id").GetString() == grant);
        shown.GetProperty("what").GetString().ShouldBe("zzz-tool --listed");
        shown.GetProperty("by").GetString().ShouldBe("reviewer-1");
        shown.GetProperty("review").GetString().ShouldBe(review);
        var id = (await ProposeAsync("zzz-tool --listed")).GetProperty("id").GetString();
        using var recorded = await server.SendAsync("GET", $"/api/proposals/{id}", Role.Viewer);
        (await TestServer.JsonAsync(recorded)).GetProperty("grant").GetProperty("id").GetString().ShouldBe(grant);
    }

    [Fact]
    public async Task A_grant_for_the_workspace_serves_another_agent_and_one_for_the_session_does_not()
    {
        var review = await AskAsync("zzz-tool --shared");
        await JudgeAsync(review, """{"verdict":"approve","grant":{"scope":"session"}}""");
        var other = await server.TokenAsync(Role.Agent, "agent-2");
        (await ProposeAsync("zzz-tool --shared", other)).GetProperty("decision").GetString().ShouldBe("review");
        using var made = await server.SendAsync(
            "POST", "/api/grants", Role.Reviewer, $$"""{"review":"{{review}}","scope":"workspace","until":"{{DateTimeOffset.UtcNow.AddDays(7):O}}"}""");
        made.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ProposeAsync("zzz-tool --shared", other)).GetProperty("decision").GetString().ShouldBe("allow");
    }

    [Fact]
    public async Task An_approval_once_grants_nothing()
    {
        var review = await AskAsync("zzz-tool --once");
        using var judged = await server.SendAsync("POST", $"/api/reviews/{review}/verdict", Role.Reviewer, """{"verdict":"approve","grant":{"scope":"once"}}""");
        (await TestServer.JsonAsync(judged)).GetProperty("verdict").GetProperty("grant").ValueKind.ShouldBe(JsonValueKind.Null);
        (await ProposeAsync("zzz-tool --once")).GetProperty("grant").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Theory]
    [InlineData("sudo zzz-tool", """{"verdict":"approve","grant":{"scope":"session"}}""", "grant.risk")]
    [InlineData("zzz-tool --a", """{"verdict":"approve","grant":{"scope":"workspace"}}""", "grant.until")]
    [InlineData("zzz-tool --b", """{"verdict":"approve","grant":{"scope":"world"}}""", "grant.scope")]
    [InlineData("zzz-tool --c", """{"verdict":"reject","reason":"no","grant":{"scope":"session"}}""", "review.verdict")]
    [InlineData("zzz-tool --d", """{"verdict":"approve","edited":{"command":"ls"},"grant":{"scope":"session"}}""", "grant.edited")]
    public async Task A_grant_that_may_not_be_made_leaves_the_review_open(string command, string verdict, string code)
    {
        var review = await AskAsync(command);
        using var judged = await server.SendAsync("POST", $"/api/reviews/{review}/verdict", Role.Reviewer, verdict);
        (await TestServer.CodeAsync(judged)).ShouldBe(code);
        using var still = await server.SendAsync("GET", $"/api/reviews/{review}", Role.Viewer);
        (await TestServer.JsonAsync(still)).GetProperty("review").GetProperty("state").GetString().ShouldBe("waiting");
    }

    [Fact]
    public async Task Taking_an_approval_back_takes_its_grants_back()
    {
        var review = await AskAsync("zzz-tool --undone");
        var grant = await JudgeAsync(review, """{"verdict":"approve","grant":{"scope":"session"}}""");
        using var undone = await server.SendAsync("POST", $"/api/reviews/{review}/undo", Role.Reviewer);
        undone.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var shown = await server.SendAsync("GET", $"/api/grants/{grant}", Role.Viewer);
        (await TestServer.JsonAsync(shown)).GetProperty("state").GetString().ShouldBe("revoked");
        (await ProposeAsync("zzz-tool --undone")).GetProperty("decision").GetString().ShouldBe("review");
    }

    [Fact]
    public async Task What_was_not_approved_cannot_be_granted_afterwards()
    {
        var review = await AskAsync("zzz-tool --open");
        using var early = await server.SendAsync("POST", "/api/grants", Role.Reviewer, $$"""{"review":"{{review}}","scope":"session"}""");
        (await TestServer.CodeAsync(early)).ShouldBe("grant.review");
        using var unknown = await server.SendAsync("POST", "/api/grants", Role.Reviewer, $$"""{"review":"{{Guid.NewGuid()}}","scope":"session"}""");
        (await TestServer.CodeAsync(unknown)).ShouldBe("review.unknown");
    }

    private async Task<string> AskAsync(string command)
    {
        var answer = await ProposeAsync(command);
        return answer.GetProperty("review").GetString().ShouldNotBeNull(answer.ToString());
    }

    private async Task<string> JudgeAsync(string review, string verdict)
    {
        using var judged = await server.SendAsync("POST", $"/api/reviews/{review}/verdict", Role.Reviewer, verdict);
        judged.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await TestServer.JsonAsync(judged)).GetProperty("verdict").GetProperty("grant").GetString().ShouldNotBeNull();
    }

    private async Task<JsonElement> ProposeAsync(string command, string? token = null)
    {
        using var answered = await server.SendAsync("POST", "/api/proposals", token ?? await server.TokenAsync(Role.Agent), server.Propose(command));
        return await TestServer.JsonAsync(answered);
    }
}
