using System.Net;
using System.Text.Json;
using Pharos.Agents;

namespace Pharos.Server.Tests.Collaborations;

public sealed class SharedContextTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_attached_text_is_a_download_for_participants_and_watchers()
    {
        var path = await server.PairAsync("ctx-driver", "ctx-partner");
        var attached = await server.AsAsync("ctx-driver", "POST", $"{path}/context", """{"name":"schema.html","mediaType":"text/html","content":"<script>alert(1)</script>","expiresIn":"1h"}""");
        var hash = attached.GetProperty("hash").GetString();
        foreach (var token in new[] { await server.TokenAsync(Role.Agent, "ctx-partner"), await server.TokenAsync(Role.Viewer) })
        {
            using var got = await server.SendAsync("GET", $"{path}/context/{hash}", token);
            got.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await got.Content.ReadAsStringAsync(Cancellation)).ShouldBe("<script>alert(1)</script>");
            got.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
            got.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        }

        (await server.RefusedAsync("ctx-partner", "GET", $"{path}/context/{new string('a', 64)}")).ShouldBe((HttpStatusCode.NotFound, "context.unknown"));
    }

    [Fact]
    public async Task An_expired_reference_answers_410_with_what_it_was()
    {
        var path = await server.PairAsync("old-driver", "old-partner");
        var attached = await server.AsAsync("old-driver", "POST", $"{path}/context", """{"name":"notes.md","content":"soon gone","expiresIn":"1s"}""");
        var expiresAt = attached.GetProperty("expiresAt").GetDateTimeOffset();
        while (DateTimeOffset.UtcNow <= expiresAt)
        {
            await Task.Delay(20, Cancellation);
        }

        using var gone = await server.RawAsync("old-partner", "GET", $"{path}/context/{attached.GetProperty("hash").GetString()}");
        gone.StatusCode.ShouldBe(HttpStatusCode.Gone);
        var problem = await TestServer.JsonAsync(gone);
        problem.GetProperty("code").GetString().ShouldBe("context.expired");
        problem.GetProperty("context").GetProperty("name").GetString().ShouldBe("notes.md");
        problem.GetProperty("context").GetProperty("expired").GetBoolean().ShouldBeTrue();
        (await server.AsAsync("old-partner", "GET", path)).GetProperty("context")[0].GetProperty("expired").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_reviewer_sees_what_was_agreed_and_attached_beside_the_proposal_that_carries_it_out()
    {
        var path = await server.PairAsync("rev-driver", "rev-reviewer");
        await server.AsAsync("rev-driver", "POST", $"{path}/messages", """{"text":"the service needs a new port"}""");
        await server.AsAsync("rev-driver", "POST", $"{path}/context", """{"name":"ports.md","content":"8080 is taken"}""");
        await server.AsAsync("rev-driver", "POST", $"{path}/suggestions", """{"file":"/etc/app.conf","text":"port=8081"}""");
        (await server.RefusedAsync("rev-driver", "POST", $"{path}/suggestions/1/proposals", $$"""{"proposal":"{{Guid.CreateVersion7()}}"}""")).Code.ShouldBe("proposal.unknown");
        await server.AsAsync("rev-reviewer", "POST", $"{path}/suggestions/1/accept");
        var (same, other) = (await ProposeAsync("port=8081\\n"), await ProposeAsync("port=22"));
        (await server.RefusedAsync("rev-reviewer", "POST", $"{path}/suggestions/1/proposals", Named(same))).Code.ShouldBe("proposal.unknown");
        await server.AsAsync("rev-driver", "POST", $"{path}/suggestions/1/proposals", Named(same));
        var named = await server.AsAsync("rev-driver", "POST", $"{path}/suggestions/1/proposals", Named(other));
        named.GetProperty("proposals").EnumerateArray().Select(one => one.GetProperty("same").GetBoolean()).ShouldBe([true, false]);

        var session = await ShownAsync(same);
        (session.GetProperty("objective").GetString(), session.GetProperty("role").GetString()).ShouldBe(("make the parser faster", "driver"));
        session.GetProperty("messages")[0].GetProperty("text").GetString().ShouldBe("the service needs a new port");
        session.GetProperty("context")[0].GetProperty("name").GetString().ShouldBe("ports.md");
        var suggestion = session.GetProperty("suggestions")[0];
        (suggestion.GetProperty("state").GetString(), suggestion.GetProperty("carriedOut").GetBoolean(), suggestion.GetProperty("same").GetBoolean()).ShouldBe(("accepted", true, true));
        (await ShownAsync(other)).GetProperty("suggestions")[0].GetProperty("same").GetBoolean().ShouldBeFalse();

        static string Named(JsonElement answer) => $$"""{"proposal":"{{answer.GetProperty("id").GetString()}}"}""";
    }

    [Fact]
    public async Task An_agreed_suggestion_is_decided_by_the_gate_as_any_other_proposal()
    {
        var path = await server.PairAsync("gate-driver", "gate-reviewer");
        await server.AsAsync("gate-driver", "POST", $"{path}/suggestions", """{"file":"cleanup.sh","text":"rm -rf /"}""");
        await server.AsAsync("gate-reviewer", "POST", $"{path}/suggestions/1/accept");
        (await server.AsAsync("gate-driver", "POST", "/api/proposals", server.Command("rm -rf /"))).GetProperty("decision").GetString().ShouldBe("deny");
    }

    [Fact]
    public async Task A_session_is_shown_as_long_as_the_agent_took_part_when_it_proposed()
    {
        var path = await server.PairAsync("left-driver", "left-partner");
        var during = await ProposedAsync("left-partner", "one");
        await server.AsAsync("left-partner", "POST", $"{path}/leave");
        var afterwards = await ProposedAsync("left-partner", "two");
        await server.AsAsync("left-driver", "POST", $"{path}/end", """{"summary":"done"}""");
        (await SessionsAsync(during)).ShouldBe(1);
        (await SessionsAsync(afterwards)).ShouldBe(0);

        async Task<string?> ProposedAsync(string agent, string unit) =>
            (await server.AsAsync(agent, "POST", "/api/proposals", server.Command($"sudo systemctl restart {unit}"))).GetProperty("review").GetString();
        async Task<int> SessionsAsync(string? review)
        {
            using var got = await server.SendAsync("GET", $"/api/reviews/{review}", Role.Viewer);
            return (await TestServer.JsonAsync(got)).GetProperty("collaborations").GetArrayLength();
        }
    }

    [Fact]
    public async Task Who_only_was_asked_into_a_session_is_not_shown_in_it()
    {
        await server.TokenAsync(Role.Agent, "asked");
        await server.AsAsync("asking", "POST", "/api/collaborations", """{"kind":"discussion","objective":"pretend to know them","participants":[{"agent":"asked"}]}""");
        var proposed = await server.AsAsync("asked", "POST", "/api/proposals", server.Command("sudo systemctl restart asked"));
        using var got = await server.SendAsync("GET", $"/api/reviews/{proposed.GetProperty("review").GetString()}", Role.Viewer);
        (await TestServer.JsonAsync(got)).GetProperty("collaborations").GetArrayLength().ShouldBe(0);
    }

    private Task<JsonElement> ProposeAsync(string text) => server.AsAsync(
        "rev-driver", "POST", "/api/proposals", $$"""{"kind":"file-write","tool":"Write","input":{"file_path":"/etc/app.conf","content":"{{text}}"},"workspace":"{{server.Workspace}}"}""");

    private async Task<JsonElement> ShownAsync(JsonElement answer)
    {
        using var got = await server.SendAsync("GET", $"/api/reviews/{answer.GetProperty("review").GetString()}", Role.Viewer);
        return (await TestServer.JsonAsync(got)).GetProperty("collaborations").EnumerateArray().ShouldHaveSingleItem();
    }
}
