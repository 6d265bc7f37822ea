using System.Net;
using Pharos.Agents;
using Pharos.Server.Events;

namespace Pharos.Server.Tests.Events;

public sealed class ArchiveTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task An_archived_event_still_shows_its_payload_until_the_segment_is_taken_away()
    {
        using var decided = await server.SendAsync("POST", "/api/proposals", Role.Agent, server.Command("git log --oneline"));
        var position = (await TestServer.JsonAsync(decided)).GetProperty("position").GetInt64();
        using var response = await server.SendAsync("POST", "/api/events/archive", Role.Admin, $"{{\"before\":\"{position + 1}\"}}");
        var archived = await TestServer.JsonAsync(response);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, archived.ToString());
        archived.GetProperty("last").GetInt64().ShouldBe(position);
        using var shown = await server.SendAsync("GET", $"/api/events/{position}", Role.Viewer);
        (await TestServer.JsonAsync(shown)).GetProperty("payload").GetProperty("answer").GetProperty("rule").GetString().ShouldNotBeNullOrEmpty();

        var segment = Path.Combine(server.Data, "archive", archived.GetProperty("file").GetString()!);
        File.Move(segment, segment + ".away");
        using var removed = await server.SendAsync("GET", $"/api/events/{position}", Role.Viewer);
        var record = await TestServer.JsonAsync(removed);
        record.GetProperty("removed").GetProperty("kind").GetString().ShouldBe("archived");
        using var refused = await server.SendAsync("POST", $"/api/events/{position}/erase", Role.Admin, "{\"reason\":\"a test\"}");
        (await TestServer.CodeAsync(refused)).ShouldBe("archive.elsewhere");

        File.Move(segment + ".away", segment);
        using var erased = await server.SendAsync("POST", $"/api/events/{position}/erase", Role.Admin, "{\"reason\":\"a test\"}");
        erased.StatusCode.ShouldBe(HttpStatusCode.OK, await erased.Content.ReadAsStringAsync());
        using var gone = await server.SendAsync("GET", $"/api/events/{position}", Role.Viewer);
        (await TestServer.JsonAsync(gone)).GetProperty("removed").GetProperty("kind").GetString().ShouldBe("erased");

        await server.RestartAsync();
        using var works = await server.SendAsync("POST", "/api/proposals", Role.Agent, server.Command("git status"));
        works.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("soon")]
    [InlineData("90x")]
    public async Task What_is_no_age_time_or_position_is_refused(string before)
    {
        using var response = await server.SendAsync("POST", "/api/events/archive", Role.Admin, $"{{\"before\":\"{before}\"}}");
        (await TestServer.CodeAsync(response)).ShouldBe("archive.before");
    }

    [Fact]
    public void An_age_counts_from_now()
    {
        var clock = new ManualClock();
        ArchiveEndpoint.TryRead("90d", clock, out var before, out var last).ShouldBeTrue();
        before.ShouldBe(clock.GetUtcNow().AddDays(-90));
        last.ShouldBeNull();
        ArchiveEndpoint.TryRead("2026-08-01T00:00:00Z", clock, out before, out _).ShouldBeTrue();
        before.ShouldBe(new DateTimeOffset(2026, 8, 1, 0, 0, 0, TimeSpan.Zero));
    }
}
