using System.Net;
using System.Text.Json;
using Pharos.Agents;

namespace Pharos.Server.Tests.Collaborations;

/// <summary>Who left, declined or was removed: nothing of the session is theirs to see from then on, by whatever way they look.</summary>
public sealed class GoneParticipantTests(TestServer server) : IClassFixture<TestServer>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("removed")]
    [InlineData("left")]
    public async Task Who_has_gone_finds_no_session_any_more(string how)
    {
        var (path, hash) = (await GroupAsync($"reads-{how}"), "");
        hash = (await server.AsAsync($"reads-{how}-owner", "POST", $"{path}/context", """{"name":"a.txt","content":"text"}""")).GetProperty("hash").GetString()!;
        var position = (await server.Server.Parts.Log.HeadAsync(Cancellation)).Value;
        await GoAsync(path, $"reads-{how}", "ben", how);
        foreach (var below in new[] { "", $"?at={position}", "/messages", "/messages?wait=10s", "/stream", $"/context/{hash}" })
        {
            (await server.RefusedAsync($"reads-{how}-ben", "GET", path + below)).ShouldBe((HttpStatusCode.NotFound, "collaboration.unknown"), below);
        }

        var listed = await server.AsAsync($"reads-{how}-ben", "GET", "/api/collaborations?state=all");
        (listed.GetProperty("items").GetArrayLength(), listed.GetProperty("open").GetInt32()).ShouldBe((0, 0));
        (await server.AsAsync($"reads-{how}-cid", "GET", path)).GetProperty("collaboration").GetProperty("participants")[1].GetProperty("presence").GetString().ShouldBe(how);
    }

    [Theory]
    [InlineData("removed")]
    [InlineData("left")]
    public async Task A_running_stream_ends_with_its_readers_going_and_shows_nothing_that_follows(string how)
    {
        var path = await GroupAsync($"sse-{how}");
        using var stream = await OpenAsync(path, $"sse-{how}-ben");
        await GoAsync(path, $"sse-{how}", "ben", how);
        await server.AsAsync($"sse-{how}-owner", "POST", $"{path}/messages", """{"text":"now that ben has gone"}""");
        (await TypesAsync(stream)).ShouldBe(["collaboration.started", "collaboration.joined", "collaboration.joined", $"collaboration.{how}"]);
    }

    [Fact]
    public async Task A_place_behind_the_end_of_the_log_does_not_skip_that_its_reader_is_removed()
    {
        var path = await GroupAsync("skip");
        var behind = (await server.Server.Parts.Log.HeadAsync(Cancellation)).Value + 2;
        using var stream = await OpenAsync($"{path}", "skip-ben", behind);
        await GoAsync(path, "skip", "ben", "removed");
        for (var i = 0; i < 3; i++)
        {
            await server.AsAsync("skip-owner", "POST", $"{path}/messages", """{"text":"secret"}""");
        }

        (await TypesAsync(stream)).ShouldBe(["collaboration.removed"]);
    }

    [Fact]
    public async Task Who_left_and_came_back_reads_all_of_it()
    {
        var path = await GroupAsync("back");
        await GoAsync(path, "back", "ben", "left");
        await server.AsAsync("back-owner", "POST", $"{path}/messages", """{"text":"meanwhile"}""");
        await server.AsAsync("back-ben", "POST", $"{path}/join");
        using var stream = await OpenAsync(path, "back-ben");
        await server.AsAsync("back-owner", "POST", $"{path}/end", """{"summary":"done"}""");
        await GoAsync(await GroupAsync("back-other"), "back-other", "ben", "removed");
        var seen = new List<string?>();
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync(Cancellation));
        while (seen.LastOrDefault() != "collaboration.ended" && await reader.ReadLineAsync(Cancellation).AsTask().WaitAsync(Patience, Cancellation) is { } line)
        {
            Take(line, seen);
        }

        seen.ShouldBe(["collaboration.started", "collaboration.joined", "collaboration.joined", "collaboration.left", "collaboration.commented", "collaboration.joined", "collaboration.ended"]);
    }

    [Fact]
    public async Task Who_waits_for_messages_and_is_removed_is_told_that_there_is_no_session()
    {
        var path = await GroupAsync("poll");
        var waiting = server.RefusedAsync("poll-ben", "GET", $"{path}/messages?wait=60s");
        await GoAsync(path, "poll", "ben", "removed");
        (await waiting.WaitAsync(Patience, Cancellation)).ShouldBe((HttpStatusCode.NotFound, "collaboration.unknown"));
    }

    [Fact]
    public async Task A_participant_removes_nobody_and_an_administrator_anybody()
    {
        var path = await GroupAsync("rights");
        (await server.RefusedAsync("rights-ben", "POST", $"{path}/participants/rights-cid/remove")).ShouldBe((HttpStatusCode.Forbidden, "collaboration.owner"));
        using var removed = await server.SendAsync("POST", $"{path}/participants/rights-cid/remove", Role.Admin, """{"reason":"reads too much"}""");
        removed.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.RefusedAsync("rights-cid", "POST", $"{path}/join")).ShouldBe((HttpStatusCode.NotFound, "collaboration.unknown"));
    }

    private async Task<string> GroupAsync(string test)
    {
        foreach (var name in new[] { "ben", "cid" })
        {
            await server.TokenAsync(Role.Agent, $"{test}-{name}");
        }

        var started = await server.AsAsync($"{test}-owner", "POST", "/api/collaborations", $$"""{"kind":"discussion","objective":"x","participants":[{"agent":"{{test}}-ben"},{"agent":"{{test}}-cid"}]}""");
        var path = $"/api/collaborations/{started.GetProperty("id").GetString()}";
        await server.AsAsync($"{test}-ben", "POST", $"{path}/join");
        await server.AsAsync($"{test}-cid", "POST", $"{path}/join");
        return path;
    }

    private Task GoAsync(string path, string test, string who, string how) => how == "left"
        ? server.AsAsync($"{test}-{who}", "POST", $"{path}/leave")
        : server.AsAsync($"{test}-owner", "POST", $"{path}/participants/{test}-{who}/remove", """{"reason":"off topic"}""");

    private async Task<HttpResponseMessage> OpenAsync(string path, string agent, long after = 0)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{path}/stream?after={after}");
        request.Headers.Authorization = new("Bearer", await server.TokenAsync(Role.Agent, agent));
        var response = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return response;
    }

    // Reads until the server ends the stream.
    private static async Task<List<string?>> TypesAsync(HttpResponseMessage stream)
    {
        var types = new List<string?>();
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync(Cancellation));
        while (await reader.ReadLineAsync(Cancellation).AsTask().WaitAsync(Patience, Cancellation) is { } line)
        {
            Take(line, types);
        }

        return types;
    }

    private static void Take(string line, List<string?> types)
    {
        if (line.StartsWith("data: ", StringComparison.Ordinal) && JsonDocument.Parse(line[6..]).RootElement.TryGetProperty("type", out var type))
        {
            types.Add(type.GetString());
        }
    }
}
