using System.Net;
using Pharos.Agents;

namespace Pharos.Server.Tests.Health;

public sealed class StatisticsTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Decisions_are_counted_by_type_agent_and_day()
    {
        var before = await CountAsync("proposal.decided");
        for (var i = 0; i < 3; i++)
        {
            using var decided = await server.SendAsync("POST", "/api/proposals", Role.Agent, server.Command("git status"));
            decided.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        (await CountAsync("proposal.decided")).ShouldBe(before + 3);
        using var response = await server.SendAsync("GET", "/api/events/statistics", Role.Viewer);
        var body = await TestServer.JsonAsync(response);
        body.GetProperty("agents").EnumerateArray().Select(agent => agent.GetProperty("name").GetString()).ShouldContain("agent-1");
        body.GetProperty("days").EnumerateArray().Sum(day => day.GetProperty("events").GetInt64()).ShouldBe(body.GetProperty("events").GetInt64());
    }

    [Fact]
    public async Task A_restart_goes_on_from_the_snapshot()
    {
        var before = await CountAsync("proposal.decided");
        await server.RestartAsync();
        File.Exists(Path.Combine(server.Data, "snapshots", "log-statistics.json")).ShouldBeTrue();
        (await CountAsync("proposal.decided")).ShouldBe(before);
    }

    private async Task<long> CountAsync(string type)
    {
        using var response = await server.SendAsync("GET", "/api/events/statistics", Role.Viewer);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var types = (await TestServer.JsonAsync(response)).GetProperty("types").EnumerateArray();
        return types.Where(entry => entry.GetProperty("name").GetString() == type).Sum(entry => entry.GetProperty("events").GetInt64());
    }
}
