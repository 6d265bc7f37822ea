using System.Net;
using Pharos.Agents;

namespace Pharos.Server.Tests.Elicitations;

public sealed class ElicitationLimitTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Ten_questions_a_minute_are_taken_and_the_next_is_told_when_to_come_back()
    {
        await server.TokenAsync(Role.Reviewer);
        for (var i = 0; i < 10; i++)
        {
            using var asked = await server.SendAsync("POST", "/api/elicitations", Role.Agent, ElicitationServer.Question("reviewer-1"));
            asked.StatusCode.ShouldBe(HttpStatusCode.Created);
        }

        using var refused = await server.SendAsync("POST", "/api/elicitations", Role.Agent, ElicitationServer.Question("reviewer-1"));
        (refused.StatusCode, await TestServer.CodeAsync(refused)).ShouldBe((HttpStatusCode.TooManyRequests, "elicitation.rate"));
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Twenty_tries_to_answer_a_minute_are_looked_at_and_the_next_is_told_when_to_come_back()
    {
        var token = await server.TokenAsync(Role.Expert);
        for (var i = 0; i < 20; i++)
        {
            using var tried = await server.SendAsync("POST", $"/api/elicitations/{Guid.CreateVersion7()}/respond", token, """{"nonce":"x","content":{}}""");
            tried.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        using var refused = await server.SendAsync("POST", $"/api/elicitations/{Guid.CreateVersion7()}/respond", token, """{"nonce":"x","content":{}}""");
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_wait_is_a_time_and_has_an_end()
    {
        foreach (var path in (string[])["/api/elicitations?for=me&wait=11m", "/api/elicitations?for=me&wait=soon", "/api/elicitations?from=me&wait=1s"])
        {
            using var refused = await server.SendAsync("GET", path, Role.Agent);
            (await TestServer.CodeAsync(refused)).ShouldBe("elicitation.wait", path);
        }
    }
}
