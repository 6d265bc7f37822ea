using System.Text.Json;
using Pharos.Agents;

namespace Pharos.Server.Tests.Tasks;

public sealed class TaskRestartTests(TaskRestartTests.ShortLived server) : IClassFixture<TaskRestartTests.ShortLived>
{
    [Fact]
    public async Task An_expert_dies_the_server_is_started_again_and_another_expert_finishes()
    {
        var (asker, mortal) = (await server.TokenAsync(Role.Agent, "asker"), await server.ExpertAsync("mortal"));
        var task = await server.AskAsync(asker);
        (await server.InboxAsync(mortal)).ShouldBe([task]);
        await server.StepAsync(mortal, task, "claim");
        await server.StepAsync(mortal, task, "progress", """{"percent":10}""");
        var heir = await server.ExpertAsync("heir");
        await server.RestartAsync();
        var waiting = server.SendAsync("GET", $"/api/tasks/{task}?wait=60s", asker);

        // Only the heir is still there, waiting at its inbox, which is as good as a heartbeat.
        (await server.InboxAsync(heir, "wait=30s")).ShouldBe([task]);
        using var listed = await server.SendAsync("GET", "/api/experts", asker);
        var experts = (await TestServer.JsonAsync(listed)).GetProperty("items").EnumerateArray().ToDictionary(item => item.GetProperty("id").GetString()!);
        experts["mortal"].GetProperty("state").GetString().ShouldBe("away");
        RateOf(experts["mortal"]).ShouldBeLessThan(RateOf(experts["heir"]));
        (await server.RefusedAsync(mortal, "POST", $"/api/tasks/{task}/result", """{"output":"too late"}""")).ShouldBe("task.lost");
        await server.StepAsync(heir, task, "claim");
        await server.StepAsync(heir, task, "result", """{"output":"done by the heir"}""");
        using var answered = await waiting;
        var done = await TestServer.JsonAsync(answered);
        done.GetProperty("result").GetProperty("by").GetString().ShouldBe("heir");
        var attempt = done.GetProperty("attempts").EnumerateArray().ShouldHaveSingleItem();
        attempt.GetProperty("expert").GetString().ShouldBe("mortal");
    }

    private static double RateOf(JsonElement expert) => expert.GetProperty("scores").GetProperty("successRate").GetDouble();

    public sealed class ShortLived : TestServer
    {
        protected override string Configuration => base.Configuration + "\nexperts:\n  heartbeatTimeout: 6s\ntasks:\n  lease: 1h\n";
    }
}
