using System.Diagnostics;
using System.Text.Json;
using Pharos.Agents;

namespace Pharos.Server.Tests.Review;

public sealed class ReviewWatchTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_list_that_was_seen_is_answered_as_soon_as_it_is_another()
    {
        var tag = (await ListAsync("")).GetProperty("tag").GetString();
        var watching = ListAsync($"wait=30s&seen={tag}");
        var time = Stopwatch.StartNew();
        using var asked = await server.SendAsync("POST", "/api/proposals", Role.Agent, server.Command("sudo systemctl restart watched"));
        (await TestServer.JsonAsync(asked)).GetProperty("decision").GetString().ShouldBe("review");
        var next = await watching;
        time.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
        next.GetProperty("tag").GetString().ShouldNotBe(tag);
        next.GetProperty("items").EnumerateArray().ShouldContain(item => item.GetProperty("summary").GetString() == "sudo systemctl restart watched");
    }

    [Fact]
    public async Task A_list_that_stays_the_same_is_answered_when_the_time_is_over()
    {
        var tag = (await ListAsync("agent=nobody")).GetProperty("tag").GetString();
        (await ListAsync($"agent=nobody&wait=200ms&seen={tag}")).GetProperty("tag").GetString().ShouldBe(tag);
    }

    [Fact]
    public async Task Without_a_tag_of_what_was_seen_nobody_waits()
    {
        var time = Stopwatch.StartNew();
        await ListAsync("wait=30s");
        time.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("wait=31s&seen=x")]
    [InlineData("wait=soon")]
    public async Task A_wait_that_is_too_long_or_none_is_refused(string query)
    {
        using var response = await server.SendAsync("GET", $"/api/reviews?{query}", Role.Reviewer);
        (await TestServer.CodeAsync(response)).ShouldBe("review.query");
    }

    private async Task<JsonElement> ListAsync(string query)
    {
        using var response = await server.SendAsync("GET", $"/api/reviews?{query}", Role.Reviewer);
        return await TestServer.JsonAsync(response);
    }
}
