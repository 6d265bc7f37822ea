using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pharos.Agents;
using Pharos.Server.Health;
using Pharos.Server.Tests.Review;
using Pharos.Server.Tests.Tasks;

namespace Pharos.Server.Tests.Experts;

public sealed class JudgementTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_reviewer_asks_an_expert_and_the_verdict_of_people_shows_how_good_its_opinion_was()
    {
        var proposal = await server.ProposeAsync("sudo systemctl restart judged");
        var review = proposal.GetProperty("review").GetString()!;
        var expert = await server.ExpertAsync("oracle", ""","capabilities":["oracle"]""");
        var task = await AskAsync(review, "oracle");
        (await server.InboxAsync(expert)).ShouldBe([task.GetProperty("id").GetString()!]);
        var id = task.GetProperty("id").GetString()!;
        var claimed = await server.StepAsync(expert, id, "claim");
        claimed.GetProperty("input").GetProperty("proposal").GetRawText().ShouldContain("systemctl restart judged");
        await server.StepAsync(expert, id, "result", """{"verdict":"approve","confidence":0.95,"reason":"looks fine"}""");

        using var judged = await server.JudgeAsync(review, """{"verdict":"reject","reason":"it is not"}""");
        judged.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var taken = await server.SendAsync("GET", $"/api/proposals/{proposal.GetProperty("id").GetString()}", Role.Agent);
        (await TestServer.JsonAsync(taken)).GetProperty("state").GetString().ShouldBe("rejected");

        await server.Server.Parts.Tasks.Board.ReachedAsync(await server.Server.Parts.Log.HeadAsync(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        using var shown = await server.SendAsync("GET", "/api/experts/oracle", Role.Viewer);
        var scores = (await TestServer.JsonAsync(shown)).GetProperty("scores");
        scores.GetProperty("outcomes").GetInt32().ShouldBe(1);
        scores.GetProperty("right").GetInt32().ShouldBe(0);
        scores.GetProperty("calibration").GetDouble().ShouldBeLessThan(0.75);
        scores.GetProperty("successRate").GetDouble().ShouldBeGreaterThan(0.5, "it did what it was asked");
    }

    [Fact]
    public async Task The_proposer_is_not_asked_about_its_own_and_the_task_and_the_health_check_say_why_it_waits()
    {
        var review = (await server.ProposeAsync("sudo systemctl restart own")).GetProperty("review").GetString()!;
        await server.ExpertAsync("agent-1", ""","capabilities":["own"]""");
        var id = (await AskAsync(review, "own")).GetProperty("id").GetString()!;
        JsonElement task;
        do
        {
            using var found = await server.SendAsync("GET", $"/api/tasks/{id}", Role.Reviewer);
            task = await TestServer.JsonAsync(found);
        }
        while (task.GetProperty("reason").ValueKind == JsonValueKind.Null);

        task.GetProperty("state").GetString().ShouldBe("queued");
        task.GetProperty("reason").GetString().ShouldBe("Those who take kind judge with own may not, because it is their own matter.");

        var parts = server.Server.Parts;
        await parts.Tasks.Board.ReachedAsync(await parts.Log.HeadAsync(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        var look = await new ExpertHealthCheck(parts.Experts.Roster, parts.Tasks.Board, new Ahead(ExpertHealthCheck.Patience)).CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);
        look.Status.ShouldBe(HealthStatus.Degraded);
        look.Description.ShouldNotBeNull().ShouldContain("1 tasks wait and nobody can take them: Those who take kind judge with own");
    }

    private async Task<JsonElement> AskAsync(string review, string capability)
    {
        using var asked = await server.SendAsync("POST", "/api/tasks", Role.Reviewer, $$"""{"kind":"judge","review":"{{review}}","capabilities":["{{capability}}"]}""");
        asked.StatusCode.ShouldBe(HttpStatusCode.Created, await asked.Content.ReadAsStringAsync());
        return await TestServer.JsonAsync(asked);
    }

    private sealed class Ahead(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}
