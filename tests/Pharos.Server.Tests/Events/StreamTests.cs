using System.Globalization;
using System.Net;
using System.Text.Json;
using Pharos.Agents;
using Pharos.Events;

namespace Pharos.Server.Tests.Events;

public sealed class StreamTests(StreamServer server) : IClassFixture<StreamServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_bytes_are_what_an_event_source_expects()
    {
        var position = await server.AppendAsync();
        using var response = await server.OpenAsync($"?after={position - 1}");
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));
        var lines = new List<string>();
        while (lines.Count < 5)
        {
            lines.Add((await reader.ReadLineAsync(Cancellation))!);
        }

        lines[..3].ShouldBe(["retry: 2000", "", $"id: {position}"]);
        lines[4].ShouldBe("");
        using var single = await server.SendAsync("GET", $"/api/events/{position}", Role.Viewer);
        lines[3].ShouldBe($"data: {await single.Content.ReadAsStringAsync(Cancellation)}");
    }

    [Fact]
    public async Task Without_a_position_a_stream_begins_at_the_head_and_does_not_show_its_own_reading()
    {
        await server.AppendAsync();
        var token = await server.TokenAsync(Role.Viewer, "fresh-reader");
        using var response = await server.OpenAsync(token: token);
        var position = await server.AppendAsync();
        (await StreamServer.TakeAsync(response, 1)).Single().EventId.ShouldBe(Text(position));
        (await ReadsOf("fresh-reader")).Single().ShouldBeLessThan(position);
    }

    [Fact]
    public async Task Several_streams_of_a_token_leave_one_record_a_minute()
    {
        var token = await server.TokenAsync(Role.Viewer, "many-streams");
        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => server.OpenAsync(token: token)));
        (await ReadsOf("many-streams")).Count.ShouldBe(1);
        foreach (var response in responses)
        {
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            response.Dispose();
        }
    }

    [Fact]
    public async Task What_the_reader_saw_last_counts_more_than_the_address()
    {
        var first = await server.AppendAsync();
        var second = await server.AppendAsync();
        using var response = await server.OpenAsync("?after=0", lastEventId: Text(first));
        (await StreamServer.TakeAsync(response, 1)).Single().EventId.ShouldBe(Text(second));
    }

    [Fact]
    public async Task Only_what_matches_every_filter_is_sent()
    {
        var correlation = Guid.CreateVersion7(DateTimeOffset.UnixEpoch);
        var before = await server.AppendAsync("wanted.happened", "{}", "claude", "/srv/app", correlation);
        using var response = await server.OpenAsync($"?type=wanted.happened&agent=claude&workspace=%2Fsrv%2Fapp&correlation={correlation}&after={before - 1}");
        await server.AppendAsync("other.happened", "{}", "claude", "/srv/app", correlation);
        await server.AppendAsync("wanted.happened", "{}", "codex", "/srv/app", correlation);
        await server.AppendAsync("wanted.happened", "{}", "claude", "/srv", correlation);
        await server.AppendAsync("wanted.happened", "{}", "claude", "/srv/app");
        var after = await server.AppendAsync("wanted.happened", "{}", "claude", "/srv/app", correlation);
        (await StreamServer.TakeAsync(response, 2)).Select(item => item.EventId).ShouldBe([Text(before), Text(after)]);
    }

    [Fact]
    public async Task Line_breaks_inside_a_payload_do_not_break_the_event()
    {
        var position = await server.AppendAsync(payload: "{\r\n  \"a\":\n\"b\\nc\"\r,\"d\": [1,\n\n2]}");
        using var response = await server.OpenAsync($"?after={position - 1}");
        var item = (await StreamServer.TakeAsync(response, 1)).Single();
        item.Data.ShouldNotContain('\n');
        using var document = JsonDocument.Parse(item.Data);
        var payload = document.RootElement.GetProperty("payload");
        payload.GetProperty("a").GetString().ShouldBe("b\nc");
        payload.GetProperty("d").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task An_event_larger_than_every_buffer_arrives_whole()
    {
        var text = new string('x', 3_000_000);
        var position = await server.AppendAsync(payload: $"\"{text}\"");
        using var response = await server.OpenAsync($"?after={position - 1}");
        using var document = JsonDocument.Parse((await StreamServer.TakeAsync(response, 1)).Single().Data);
        document.RootElement.GetProperty("payload").GetString().ShouldBe(text);
    }

    [Fact]
    public async Task A_quiet_stream_is_kept_alive_by_comments()
    {
        using var response = await server.OpenAsync("?type=never.happened");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));
        var comments = 0;
        while (comments < 3)
        {
            comments += await reader.ReadLineAsync(Cancellation) == ":" ? 1 : 0;
        }
    }

    [Theory]
    [InlineData("?after=-1")]
    [InlineData("?after=x")]
    [InlineData("?correlation=7")]
    [InlineData("?limit=5")]
    [InlineData("?type=a&type=b")]
    [InlineData("?token=ph_x")]
    public async Task A_bad_parameter_is_refused_and_never_ignored(string query)
    {
        using var response = await server.OpenAsync(query);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await TestServer.CodeAsync(response)).ShouldBe("query.parameter");
    }

    [Fact]
    public async Task A_last_event_id_that_is_no_position_is_refused()
    {
        using var response = await server.OpenAsync(lastEventId: "seven");
        (await TestServer.CodeAsync(response)).ShouldBe("query.parameter");
    }

    [Theory]
    [InlineData("Origin", "https://evil.example", "request.origin")]
    [InlineData("Sec-Fetch-Site", "cross-site", "request.cross-site")]
    public async Task A_foreign_page_gets_no_stream(string header, string value, string code)
    {
        using var response = await server.OpenAsync(change: request => request.Headers.Add(header, value));
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await TestServer.CodeAsync(response)).ShouldBe(code);
    }

    [Fact]
    public async Task A_revoked_token_ends_its_streams()
    {
        var outcome = await server.Server.Parts.Tokens.IssueAsync("to-be-revoked", Role.Viewer, TimeSpan.FromHours(1), new Actor(ActorKind.System, "test"), Cancellation);
        var issued = outcome.ShouldBeOfType<TokenOutcome.Issued>();
        using var response = await server.OpenAsync("?type=never.happened", issued.Token);
        await server.Server.Parts.Tokens.RevokeAsync(issued.Entry.Claims.Id, new Actor(ActorKind.System, "test"), Cancellation);
        (await response.Content.ReadAsStringAsync(Cancellation).WaitAsync(StreamServer.Patience, Cancellation)).ShouldEndWith(": token.ended\n\n");
        using var again = await server.OpenAsync(token: issued.Token);
        again.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_busy_stream_ends_with_its_token_too()
    {
        var outcome = await server.Server.Parts.Tokens.IssueAsync("short-lived", Role.Viewer, TimeSpan.FromSeconds(5), new Actor(ActorKind.System, "test"), Cancellation);
        using var response = await server.OpenAsync(token: outcome.ShouldBeOfType<TokenOutcome.Issued>().Token);
        var reading = response.Content.ReadAsStringAsync(Cancellation);
        while (!reading.IsCompleted)
        {
            await server.AppendAsync();
            await Task.Delay(5, Cancellation);
        }

        (await reading).ShouldEndWith(": token.ended\n\n");
    }

    [Fact]
    public async Task Metrics_count_streams_and_their_events()
    {
        using var response = await server.OpenAsync();
        await server.AppendAsync();
        await StreamServer.TakeAsync(response, 1);
        await StreamServer.UntilAsync(() => server.Server.Parts.Metrics.Write().Contains("pharos_stream_events_total{wire=\"sse\"}", StringComparison.Ordinal));
        var text = server.Server.Parts.Metrics.Write();
        text.ShouldContain("pharos_stream_open{wire=\"sse\"}");
        text.ShouldContain("# TYPE pharos_stream_open gauge");
    }

    private static string Text(long position) => position.ToString(CultureInfo.InvariantCulture);

    private async Task<List<long>> ReadsOf(string subject)
    {
        var reads = new List<long>();
        await foreach (var record in server.Server.Parts.Log.ReadAllAsync(Position.Start, Cancellation))
        {
            if (record.Type == "log.read" && record.Actor.Id == subject)
            {
                reads.Add(record.Position.Value);
            }
        }

        return reads;
    }
}
