using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Pharos.Agents;
using Pharos.Server.Tests.Tasks;

namespace Pharos.Server.Tests.Collaborations;

public sealed class CollaborationFlowTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_agents_pair_from_the_request_to_the_summary()
    {
        var path = await server.PairAsync("flow-driver", "flow-reviewer");
        (await server.AsAsync("flow-driver", "POST", $"{path}/messages", """{"text":"I would use spans"}""")).GetProperty("number").GetInt32().ShouldBe(1);
        var suggestion = await server.AsAsync("flow-driver", "POST", $"{path}/suggestions", """{"file":"src/Parser.cs","from":3,"to":3,"text":"var x = text.AsSpan();","reason":"no copies"}""");
        (suggestion.GetProperty("number").GetInt32(), suggestion.GetProperty("state").GetString()).ShouldBe((1, "open"));
        (await server.RefusedAsync("flow-driver", "POST", $"{path}/suggestions/1/accept")).ShouldBe((HttpStatusCode.Forbidden, "collaboration.mode"));
        (await server.AsAsync("flow-reviewer", "POST", $"{path}/suggestions/1/accept", """{"reason":"good","revision":1}""")).GetProperty("state").GetString().ShouldBe("accepted");
        (await server.AsAsync("flow-driver", "POST", $"{path}/decisions", """{"text":"spans","reason":"agreed"}""")).GetProperty("number").GetInt32().ShouldBe(1);
        var ended = await server.AsAsync("flow-driver", "POST", $"{path}/end", """{"summary":"spans everywhere"}""");
        (ended.GetProperty("state").GetString(), ended.GetProperty("summary").GetString()).ShouldBe(("ended", "spans everywhere"));
        (await server.RefusedAsync("flow-reviewer", "POST", $"{path}/messages", """{"text":"too late"}""")).ShouldBe((HttpStatusCode.Conflict, "collaboration.ended"));
        var shown = await server.AsAsync("flow-reviewer", "GET", path);
        shown.GetProperty("messages").GetArrayLength().ShouldBe(1);
        shown.GetProperty("suggestions")[0].GetProperty("judgedBy").GetString().ShouldBe("flow-reviewer");
        shown.GetProperty("decisions")[0].GetProperty("reason").GetString().ShouldBe("agreed");
    }

    [Fact]
    public async Task A_stranger_finds_nothing_and_who_watches_may_read_and_not_write()
    {
        var path = await server.PairAsync("own-driver", "own-partner");
        await server.AsAsync("own-driver", "POST", $"{path}/messages", """{"text":"private"}""");
        foreach (var (method, below, body) in new (string, string, string?)[]
        {
            ("GET", "", null), ("GET", "/messages", null), ("GET", "/stream", null), ("POST", "/messages", """{"text":"hi"}"""), ("POST", "/accept", null), ("POST", "/join", null), ("POST", "/end", """{"summary":"x"}"""),
            ("POST", "/suggestions", """{"file":"a","text":"b"}"""), ("POST", "/context", """{"name":"a","content":"b"}"""), ("GET", $"/context/{new string('0', 64)}", null),
        })
        {
            (await server.RefusedAsync("own-stranger", method, path + below, body)).ShouldBe((HttpStatusCode.NotFound, "collaboration.unknown"), $"{method} {below}");
        }

        using var unknown = await server.RawAsync("own-stranger", "GET", $"/api/collaborations/{Guid.CreateVersion7()}");
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        foreach (var role in new[] { Role.Viewer, Role.Reviewer, Role.Admin })
        {
            using var read = await server.SendAsync("GET", path, role);
            read.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        using var written = await server.SendAsync("POST", $"{path}/messages", Role.Admin, """{"text":"hello"}""");
        (written.StatusCode, await TestServer.CodeAsync(written)).ShouldBe((HttpStatusCode.Forbidden, "collaboration.participant"));
        (await server.AsAsync("own-stranger", "GET", "/api/collaborations?state=all")).GetProperty("items").GetArrayLength().ShouldBe(0);
        using var ended = await server.SendAsync("POST", $"{path}/end", Role.Admin, """{"summary":"stopped"}""");
        ended.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("", """{"kind":"discussion","objective":"x","agent":"somebody-else"}""")]
    [InlineData("/messages", """{"text":"x","agent":"somebody-else"}""")]
    [InlineData("/suggestions", """{"file":"a","text":"b","agent":"somebody-else"}""")]
    [InlineData("/suggestions/1/accept", """{"agent":"somebody-else"}""")]
    [InlineData("/end", """{"summary":"x","agent":"somebody-else"}""")]
    [InlineData("/context", """{"name":"a","content":"b","agent":"somebody-else"}""")]
    public async Task Nobody_speaks_for_another(string below, string body)
    {
        var path = below.Length == 0 ? "/api/collaborations" : await server.PairAsync("id-driver", "id-partner");
        (await server.RefusedAsync("id-driver", "POST", path + below, body)).ShouldBe((HttpStatusCode.Forbidden, "agent.mismatch"));
        if (below.Length > 0)
        {
            await server.AsAsync("id-driver", "POST", $"{path}/end", """{"summary":"done"}""");
        }
    }

    [Fact]
    public async Task A_session_is_shown_as_it_stood_at_a_position()
    {
        var path = await server.PairAsync("time-driver", "time-partner", "collaborative");
        await server.AsAsync("time-driver", "POST", $"{path}/messages", """{"text":"first"}""");
        await server.AsAsync("time-driver", "POST", $"{path}/suggestions", """{"file":"a.cs","text":"b"}""");
        await server.AsAsync("time-partner", "POST", $"{path}/suggestions/1/accept");
        using var listed = await server.SendAsync("GET", $"/api/events?correlation={path.Split('/')[^1]}", Role.Viewer);
        var events = (await TestServer.JsonAsync(listed)).GetProperty("events").EnumerateArray().ToList();
        events.Select(one => one.GetProperty("type").GetString()).ShouldBe(
            ["collaboration.started", "collaboration.accepted", "collaboration.commented", "collaboration.suggested", "collaboration.suggestion-accepted"]);
        Task<JsonElement> At(int index) => server.AsAsync("time-partner", "GET", $"{path}?at={events[index].GetProperty("position").GetInt64()}");
        var requested = await At(0);
        (requested.GetProperty("collaboration").GetProperty("state").GetString(), requested.GetProperty("messages").GetArrayLength()).ShouldBe(("requested", 0));
        (await At(2)).GetProperty("messages")[0].GetProperty("text").GetString().ShouldBe("first");
        (await At(3)).GetProperty("suggestions")[0].GetProperty("state").GetString().ShouldBe("open");
        (await At(4)).GetProperty("suggestions")[0].GetProperty("state").GetString().ShouldBe("accepted");
        (await server.RefusedAsync("time-partner", "GET", $"{path}?at={events[0].GetProperty("position").GetInt64() - 1}")).ShouldBe((HttpStatusCode.NotFound, "collaboration.unknown"));
        (await server.RefusedAsync("time-partner", "GET", $"{path}?at=yesterday")).ShouldBe((HttpStatusCode.BadRequest, "collaboration.at"));
    }

    [Fact]
    public async Task Who_waits_for_messages_has_them_as_soon_as_they_are_said()
    {
        var path = await server.PairAsync("wait-driver", "wait-partner");
        var waiting = server.AsAsync("wait-partner", "GET", $"{path}/messages?after=0&wait=30s");
        var time = Stopwatch.StartNew();
        await server.AsAsync("wait-driver", "POST", $"{path}/messages", """{"text":"there you are"}""");
        var said = await waiting;
        time.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
        said.GetProperty("messages")[0].GetProperty("text").GetString().ShouldBe("there you are");
        said.GetProperty("next").GetInt32().ShouldBe(1);
        (await server.AsAsync("wait-partner", "GET", $"{path}/messages?after=1&wait=100ms")).GetProperty("messages").GetArrayLength().ShouldBe(0);
        var ending = server.AsAsync("wait-partner", "GET", $"{path}/messages?after=1&wait=30s");
        await server.AsAsync("wait-driver", "POST", $"{path}/end", """{"summary":"done"}""");
        (await ending).GetProperty("state").GetString().ShouldBe("ended");
        (await server.RefusedAsync("wait-partner", "GET", $"{path}/messages?wait=1d")).Code.ShouldBe("collaboration.query");
    }

    [Fact]
    public async Task The_stream_of_a_session_holds_its_events_and_no_others()
    {
        var path = await server.PairAsync("sse-driver", "sse-partner");
        await server.AsAsync("sse-driver", "POST", $"{path}/messages", """{"text":"before"}""");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{path}/stream");
        request.Headers.Authorization = new("Bearer", await server.TokenAsync(Role.Agent, "sse-partner"));
        using var response = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        await server.PairAsync("sse-others", "sse-elsewhere");
        await server.AsAsync("sse-driver", "POST", $"{path}/messages", """{"text":"after"}""");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));
        var types = new List<string?>();
        while (types.Count < 4 && await reader.ReadLineAsync(Cancellation) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                types.Add(JsonDocument.Parse(line[6..]).RootElement.GetProperty("type").GetString());
            }
        }

        types.ShouldBe(["collaboration.started", "collaboration.accepted", "collaboration.commented", "collaboration.commented"]);
    }

    [Fact]
    public async Task The_list_shows_agents_their_own_sessions_page_by_page()
    {
        await server.TokenAsync(Role.Agent, "list-other");
        var ids = new List<string?>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add((await server.AsAsync("list-agent", "POST", "/api/collaborations", """{"kind":"discussion","objective":"x","participants":[{"agent":"list-other","role":"skeptic"}]}""")).GetProperty("id").GetString());
        }

        var first = await server.AsAsync("list-other", "GET", "/api/collaborations?limit=2");
        first.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()).ShouldBe([ids[2], ids[1]]);
        first.GetProperty("open").GetInt32().ShouldBe(3);
        var second = await server.AsAsync("list-other", "GET", $"/api/collaborations?limit=2&after={first.GetProperty("next").GetString()}");
        second.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()).ShouldBe([ids[0]]);
        second.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
        (await server.AsAsync("list-other", "GET", "/api/collaborations?state=closed")).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await server.RefusedAsync("list-other", "GET", "/api/collaborations?state=closing")).Code.ShouldBe("collaboration.query");
    }

    [Fact]
    public async Task Who_registered_with_what_is_needed_is_matched_and_the_record_says_why()
    {
        var tokens = new Dictionary<string, string>();
        foreach (var (expert, capability) in new[] { ("reg-sql", "sql"), ("reg-css", "css") })
        {
            tokens[expert] = await server.ExpertAsync(expert, $$""","capabilities":["{{capability}}"]""");
        }

        // The roster follows the log by itself; a match asks it as it stands.
        await server.Server.Parts.Experts.Roster.ReachedAsync(await server.Server.Parts.Log.HeadAsync(Cancellation), Cancellation);
        var started = await server.AsAsync("reg-driver", "POST", "/api/collaborations", """{"kind":"pair","mode":"active","objective":"tune the query","capabilities":["sql"]}""");
        started.GetProperty("participants")[1].GetProperty("agent").GetString().ShouldBe("reg-sql");
        started.GetProperty("match").GetProperty("why")[0].GetString().ShouldBe("can do sql");
        using var accepted = await server.SignedAsync("POST", $"/api/collaborations/{started.GetProperty("id").GetString()}/accept", tokens["reg-sql"], "{}");
        (await TestServer.JsonAsync(accepted)).GetProperty("state").GetString().ShouldBe("open");
    }

    [Fact]
    public async Task Whoever_was_seen_is_matched_and_a_restart_forgets_nothing()
    {
        await using var fresh = new TestServer();
        await fresh.InitializeAsync();
        (await fresh.RefusedAsync("match-driver", "POST", "/api/collaborations", """{"kind":"pair","objective":"x"}""")).ShouldBe((HttpStatusCode.Conflict, "collaboration.unmatched"));
        await fresh.AsAsync("match-seen", "POST", "/api/proposals", fresh.Command("git status"));
        await fresh.AsAsync("match-driver", "GET", "/api/collaborations");
        var started = await fresh.AsAsync("match-driver", "POST", "/api/collaborations", """{"kind":"pair","mode":"passive","objective":"x"}""");
        started.GetProperty("participants")[1].GetProperty("agent").GetString().ShouldBe("match-seen");
        started.GetProperty("match").GetProperty("why")[0].GetString().ShouldBe("seen within the last minute");
        await fresh.RestartAsync();
        var path = $"/api/collaborations/{started.GetProperty("id").GetString()}";
        await fresh.AsAsync("match-seen", "POST", $"{path}/accept");
        await fresh.AsAsync("match-seen", "POST", $"{path}/messages", """{"text":"here"}""");
        (await fresh.AsAsync("match-driver", "GET", path)).GetProperty("messages").GetArrayLength().ShouldBe(1);
    }
}
