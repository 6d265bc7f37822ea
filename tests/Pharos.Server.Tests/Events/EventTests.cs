using System.Net;
using System.Text.Json;
using Pharos.Agents;
using Pharos.Server.Http;

namespace Pharos.Server.Tests.Events;

public sealed class EventTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_decision_is_an_event_of_the_described_shape()
    {
        using var decided = await server.SendAsync("POST", "/api/proposals", Role.Agent, server.Command("git diff"));
        var position = (await TestServer.JsonAsync(decided)).GetProperty("position").GetInt64();
        using var response = await server.SendAsync("GET", $"/api/events/{position}", Role.Viewer);
        var record = JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(), ServerJson.Default.EventContract)!;
        record.Type.ShouldBe("proposal.decided");
        record.Agent.ShouldBe("agent-1");
        record.Workspace.ShouldBe(server.Workspace);
        record.Payload!.Value.TryGetProperty("answer", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gap()
    {
        for (var i = 0; i < 5; i++)
        {
            using var decided = await server.SendAsync("POST", "/api/proposals", Role.Agent, server.Command($"git show {i}"));
        }

        var seen = new List<long>();
        for (long? after = 0; after is not null;)
        {
            using var response = await server.SendAsync("GET", $"/api/events?type=proposal.decided&limit=2&after={after}", Role.Viewer);
            var page = JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(), ServerJson.Default.EventPageContract)!;
            seen.AddRange(page.Events.Select(record => record.Position));
            after = page.Next;
        }

        seen.Count.ShouldBeGreaterThanOrEqualTo(5);
        seen.ShouldBe(seen.Distinct().Order());
    }

    [Fact]
    public async Task Reading_the_log_is_recorded_once_a_minute_for_each_token()
    {
        var token = await server.TokenAsync(Role.Viewer, "watcher");
        for (var i = 0; i < 3; i++)
        {
            using var read = await server.SendAsync("GET", "/api/events", token);
        }

        using var response = await server.SendAsync("GET", "/api/events?type=log.read&limit=1000", Role.Viewer);
        var events = (await TestServer.JsonAsync(response)).GetProperty("events").EnumerateArray();
        events.Count(record => record.GetProperty("actor").GetProperty("id").GetString() == "watcher").ShouldBe(1);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("limit=x")]
    [InlineData("after=-1")]
    [InlineData("order=up")]
    [InlineData("from=yesterday")]
    [InlineData("correlation=7")]
    [InlineData("typ=proposal.decided")]
    [InlineData("type=a&type=b")]
    public async Task A_bad_parameter_is_refused_and_never_ignored(string query)
    {
        using var response = await server.SendAsync("GET", $"/api/events?{query}", Role.Viewer);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await TestServer.CodeAsync(response)).ShouldBe("query.parameter");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("99999999")]
    [InlineData("x")]
    public async Task A_position_without_an_event_is_unknown(string position)
    {
        using var response = await server.SendAsync("GET", $"/api/events/{position}", Role.Viewer);
        (await TestServer.CodeAsync(response)).ShouldBe("event.unknown");
    }

    [Fact]
    public async Task A_secret_in_a_command_does_not_reach_the_log()
    {
        const string Secret = "ghp_abcdefghijklmnopqrstuvwxyz0123456789";
        using var decided = await server.SendAsync("POST", "/api/proposals", Role.Agent, server.Command($"curl -H 'Authorization: Bearer {Secret}' https://api.example.com"));
        (await decided.Content.ReadAsStringAsync()).ShouldNotContain(Secret);
        using var response = await server.SendAsync("GET", "/api/events?order=desc&limit=20", Role.Viewer);
        (await response.Content.ReadAsStringAsync()).ShouldNotContain(Secret);
    }
}
