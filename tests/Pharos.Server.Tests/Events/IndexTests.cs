using System.Net;
using System.Text.Json;
using Pharos.Agents;

namespace Pharos.Server.Tests.Events;

public sealed class IndexTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task An_index_made_anew_has_reached_the_head_and_searches_as_before()
    {
        using var decided = await server.SendAsync("POST", "/api/proposals", Role.Agent, server.Command("git diff"));
        var position = (await TestServer.JsonAsync(decided)).GetProperty("position").GetInt64();
        using var response = await server.SendAsync("POST", "/api/events/reindex", Role.Admin);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var index = JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(), ServerJson.Default.IndexContract)!;
        index.Position.ShouldBeGreaterThanOrEqualTo(position);
        index.Problem.ShouldBeNull();
        using var found = await server.SendAsync("GET", "/api/events?type=proposal.decided&order=desc&limit=1", Role.Viewer);
        (await TestServer.JsonAsync(found)).GetProperty("events").EnumerateArray().Single().GetProperty("position").GetInt64().ShouldBeGreaterThanOrEqualTo(position);
    }

    [Fact]
    public async Task How_far_the_index_has_come_can_be_read()
    {
        using var response = await server.SendAsync("GET", "/api/events/index", Role.Viewer);
        var index = JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(), ServerJson.Default.IndexContract)!;
        index.Head.ShouldBeGreaterThanOrEqualTo(index.Position);
    }

    [Fact]
    public async Task The_lag_is_a_metric()
    {
        using var response = await server.SendAsync("GET", "/metrics", Role.Viewer);
        (await response.Content.ReadAsStringAsync()).ShouldContain("pharos_log_index_lag ");
    }
}
