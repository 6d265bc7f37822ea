using System.Net;
using System.Text.Json;
using Pharos.Agents;

namespace Pharos.Server.Tests.Review;

public sealed class ReviewFlowTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_caller_that_waits_gets_the_approval_with_who_gave_it()
    {
        var (id, waiting) = await AskAsync("sudo systemctl restart one", "wait=30s");
        (await JudgeAsync(id, """{"verdict":"approve"}""")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var answer = await TestServer.JsonAsync(await waiting);
        answer.GetProperty("decision").GetString().ShouldBe("allow");
        answer.GetProperty("state").GetString().ShouldBe("approved");
        answer.GetProperty("tier").GetString().ShouldBe("review");
        answer.GetProperty("decidedBy").GetString().ShouldBe("reviewer-1");
        (await ReviewAsync(id)).GetProperty("delivered").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_rejection_needs_a_reason_and_hands_it_to_the_agent()
    {
        var (id, waiting) = await AskAsync("sudo systemctl restart two", "wait=30s");
        (await TestServer.CodeAsync(await JudgeAsync(id, """{"verdict":"reject","reason":" "}"""))).ShouldBe("review.reason");
        (await JudgeAsync(id, """{"verdict":"reject","reason":"not on a Friday"}""")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var answer = await TestServer.JsonAsync(await waiting);
        answer.GetProperty("decision").GetString().ShouldBe("deny");
        answer.GetProperty("state").GetString().ShouldBe("rejected");
        answer.GetProperty("reason").GetString()!.ShouldContain("not on a Friday");
    }

    [Fact]
    public async Task Who_comes_second_gets_409_with_the_outcome()
    {
        var (id, _) = await AskAsync("sudo systemctl restart three");
        await JudgeAsync(id, """{"verdict":"approve"}""");
        using var second = await server.SendAsync("POST", $"/api/reviews/{id}/verdict", await server.TokenAsync(Role.Reviewer, "reviewer-2"), """{"verdict":"reject","reason":"no"}""");
        second.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var problem = await TestServer.JsonAsync(second);
        problem.GetProperty("code").GetString().ShouldBe("review.decided");
        problem.GetProperty("review").GetProperty("state").GetString().ShouldBe("approved");
    }

    [Fact]
    public async Task Nobody_judges_what_they_proposed_or_had_proposed_for_another()
    {
        using var asked = await server.SendAsync("POST", "/api/proposals", Role.Admin, server.Command("sudo systemctl restart four", ""","agent":{"id":"somebody"}"""));
        var id = (await TestServer.JsonAsync(asked)).GetProperty("review").GetString();
        using var own = await server.SendAsync("POST", $"/api/reviews/{id}/verdict", Role.Admin, """{"verdict":"approve"}""");
        own.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await TestServer.CodeAsync(own)).ShouldBe("review.self");
    }

    [Fact]
    public async Task A_verdict_can_be_taken_back_until_the_agent_has_it()
    {
        var (id, waiting) = await AskAsync("sudo systemctl restart five");
        var proposal = (await TestServer.JsonAsync(await waiting)).GetProperty("id").GetString();
        await JudgeAsync(id, """{"verdict":"approve"}""");
        using var undone = await server.SendAsync("POST", $"/api/reviews/{id}/undo", Role.Reviewer);
        (await TestServer.JsonAsync(undone)).GetProperty("state").GetString().ShouldBe("claimed");
        using var still = await server.SendAsync("GET", $"/api/proposals/{proposal}", Role.Agent);
        (await TestServer.JsonAsync(still)).GetProperty("decision").GetString().ShouldBe("review");

        await JudgeAsync(id, """{"verdict":"approve"}""");
        using var looked = await server.SendAsync("GET", $"/api/proposals/{proposal}", Role.Viewer);
        (await TestServer.JsonAsync(looked)).GetProperty("state").GetString().ShouldBe("approved");
        using var got = await server.SendAsync("GET", $"/api/proposals/{proposal}", Role.Agent);
        (await TestServer.JsonAsync(got)).GetProperty("decision").GetString().ShouldBe("allow");
        using var late = await server.SendAsync("POST", $"/api/reviews/{id}/undo", Role.Reviewer);
        (await TestServer.CodeAsync(late)).ShouldBe("review.delivered");
    }

    [Fact]
    public async Task A_retry_with_the_same_operation_id_gets_the_verdict()
    {
        var operation = $",\"operationId\":\"{Guid.CreateVersion7()}\"";
        var (id, _) = await AskAsync("sudo systemctl restart six", extra: operation);
        await JudgeAsync(id, """{"verdict":"respond","reason":"restart seven instead"}""");
        var answer = await TestServer.JsonAsync(await ProposeAsync("sudo systemctl restart six", "", operation));
        answer.GetProperty("state").GetString().ShouldBe("responded");
        answer.GetProperty("reason").GetString()!.ShouldContain("restart seven instead");
    }

    [Fact]
    public async Task An_approval_whose_caller_has_gone_serves_the_next_equal_proposal_once()
    {
        var (id, _) = await AskAsync("sudo systemctl restart eight");
        await JudgeAsync(id, """{"verdict":"approve"}""");
        var served = await TestServer.JsonAsync(await ProposeAsync("sudo systemctl restart eight"));
        served.GetProperty("decision").GetString().ShouldBe("allow");
        served.GetProperty("review").GetString().ShouldBe(id);
        (await TestServer.JsonAsync(await ProposeAsync("sudo systemctl restart eight"))).GetProperty("review").GetString().ShouldNotBe(id);
    }

    [Fact]
    public async Task An_equal_proposal_joins_the_review_that_waits()
    {
        var (id, _) = await AskAsync("sudo systemctl restart nine");
        var joined = await TestServer.JsonAsync(await ProposeAsync("sudo systemctl restart nine"));
        joined.GetProperty("review").GetString().ShouldBe(id);
        (await ReviewAsync(id)).GetProperty("joined").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_claim_shows_its_holder_and_can_be_taken_over()
    {
        var (id, _) = await AskAsync("sudo systemctl restart ten");
        using var claimed = await server.SendAsync("POST", $"/api/reviews/{id}/claim", Role.Reviewer);
        (await TestServer.JsonAsync(claimed)).GetProperty("holder").GetString().ShouldBe("reviewer-1");
        var other = await server.TokenAsync(Role.Reviewer, "reviewer-2");
        using var refused = await server.SendAsync("POST", $"/api/reviews/{id}/claim", other, "{}");
        (await TestServer.CodeAsync(refused)).ShouldBe("review.claimed");
        using var taken = await server.SendAsync("POST", $"/api/reviews/{id}/claim", other, """{"takeover":true}""");
        (await TestServer.JsonAsync(taken)).GetProperty("holder").GetString().ShouldBe("reviewer-2");
        using var told = await server.SendAsync("POST", $"/api/reviews/{id}/renew", Role.Reviewer);
        (await TestServer.CodeAsync(told)).ShouldBe("review.lost");
    }

    private async Task<(string Review, Task<HttpResponseMessage> Waiting)> AskAsync(string command, string query = "", string extra = "")
    {
        var waiting = ProposeAsync(command, query, extra);
        while (true)
        {
            using var list = await server.SendAsync("GET", "/api/reviews?limit=500", Role.Reviewer);
            foreach (var item in (await TestServer.JsonAsync(list)).GetProperty("items").EnumerateArray())
            {
                if (item.GetProperty("summary").GetString() == command)
                {
                    return (item.GetProperty("id").GetString()!, waiting);
                }
            }

            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    private Task<HttpResponseMessage> ProposeAsync(string command, string query = "", string extra = "") =>
        server.SendAsync("POST", $"/api/proposals?{query}", Role.Agent, server.Command(command, extra));

    private Task<HttpResponseMessage> JudgeAsync(string id, string body) => server.SendAsync("POST", $"/api/reviews/{id}/verdict", Role.Reviewer, body);

    private async Task<JsonElement> ReviewAsync(string id)
    {
        using var got = await server.SendAsync("GET", $"/api/reviews/{id}", Role.Viewer);
        return (await TestServer.JsonAsync(got)).GetProperty("review");
    }
}
