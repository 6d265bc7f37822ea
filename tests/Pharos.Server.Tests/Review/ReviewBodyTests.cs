using System.Net;
using Pharos.Agents;

namespace Pharos.Server.Tests.Review;

public sealed class ReviewBodyTests(TestServer server) : IClassFixture<TestServer>
{
    [Theory]
    [InlineData("snooze")]
    [InlineData("escalate")]
    public async Task A_reason_of_any_step_has_an_end(string step)
    {
        var review = await server.WaitingReviewAsync($"sudo systemctl restart b-{step}");
        using var refused = await server.SendAsync("POST", $"/api/reviews/{review}/{step}", Role.Reviewer, $$"""{"reason":"{{new string('x', 4001)}}"}""");
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await TestServer.CodeAsync(refused)).ShouldBe("review.reason");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[null]")]
    public async Task Bulk_items_that_are_nothing_are_a_problem_and_no_failure(string items)
    {
        using var refused = await server.SendAsync("POST", "/api/reviews/verdicts", Role.Reviewer, $$"""{"items":{{items}},"verdict":"approve"}""");
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Looking_at_a_proposal_again_can_wait_and_says_that_it_waits()
    {
        var answer = await server.ProposeAsync("sudo systemctl restart b-wait");
        using var looked = await server.SendAsync("GET", $"/api/proposals/{answer.GetProperty("id").GetString()}?wait=1s", Role.Agent);
        (await TestServer.JsonAsync(looked)).GetProperty("state").GetString().ShouldBe("waiting");
    }
}
