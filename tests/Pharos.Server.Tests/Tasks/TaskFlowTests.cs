using System.Net;
using System.Text.Json;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Review.Experts;

namespace Pharos.Server.Tests.Tasks;

public sealed class TaskFlowTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task An_agent_hands_work_to_another_and_waits_for_the_result()
    {
        var (asker, expert) = (await server.TokenAsync(Role.Agent, "flow-asker"), await server.ExpertAsync("flow-expert"));
        var task = await server.AskAsync(asker, ""","to":"flow-expert" """);
        var waiting = server.SendAsync("GET", $"/api/tasks/{task}?wait=20s", asker);
        (await server.InboxAsync(expert)).ShouldBe([task]);
        await server.StepAsync(expert, task, "claim");
        await server.StepAsync(expert, task, "progress", """{"percent":40,"note":"reading"}""");
        await server.StepAsync(expert, task, "result", """{"output":{"answer":42}}""");
        using var answered = await waiting;
        var done = await TestServer.JsonAsync(answered);
        done.GetProperty("state").GetString().ShouldBe("done");
        done.GetProperty("result").GetProperty("output").GetProperty("answer").GetInt32().ShouldBe(42);
        done.GetProperty("choice").GetProperty("score").GetProperty("expert").GetString().ShouldBe("flow-expert");
        (await server.InboxAsync(expert, "")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_secret_in_a_task_is_masked_before_it_is_recorded()
    {
        var asker = await server.TokenAsync(Role.Agent, "secret-asker");
        using var asked = await server.SendAsync("POST", "/api/tasks", asker, """{"summary":"use AKIAIOSFODNN7EXAMPLE","input":{"key":"AKIAIOSFODNN7EXAMPLE"}}""");
        var task = (await TestServer.JsonAsync(asked)).GetProperty("id").GetString();
        using var found = await server.SendAsync("GET", $"/api/tasks/{task}", asker);
        (await found.Content.ReadAsStringAsync()).ShouldNotContain("AKIAIOSFODNN7EXAMPLE");
    }

    [Theory]
    [InlineData("POST", "/api/tasks", """{"summary":"x","input":{"a":"\ud800"}}""", "task.input")]
    [InlineData("POST", "/api/tasks", """{"summary":"x","input":{"\ud800":1}}""", "task.input")]
    [InlineData("POST", "/api/tasks", """{"summary":"x","input":1e99999999999}""", "task.input")]
    [InlineData("POST", "/api/tasks", """{"summary":"x","workspace":"/a\u0000b"}""", "task.workspace")]
    [InlineData("POST", "/api/elicitations", """{"to":"reviewer-1","message":"m","schema":{"\ud800":1}}""", "elicitation.schema")]
    [InlineData("POST", "/api/experts", """{"kinds":[null]}""", "request.malformed")]
    [InlineData("POST", "/api/experts", """{"kinds":["work"],"capabilities":[null]}""", "request.malformed")]
    [InlineData("POST", "/api/experts", """{"kinds":["work"],"workspaces":[null]}""", "request.malformed")]
    public async Task What_is_json_and_yet_no_value_is_refused_and_nothing_of_it_is_recorded(string method, string path, string body, string code)
    {
        await server.TokenAsync(Role.Reviewer, "reviewer-1");
        using var refused = await server.SendAsync(method, path, await server.TokenAsync(Role.Agent, "half-asker"), body);
        ((int)refused.StatusCode).ShouldBe(400, await refused.Content.ReadAsStringAsync());
        (await TestServer.CodeAsync(refused)).ShouldBe(code);
    }

    [Fact]
    public async Task A_token_without_the_key_gives_no_result()
    {
        var (asker, expert) = (await server.TokenAsync(Role.Agent, "key-asker"), await server.ExpertAsync("key-expert"));
        var task = await server.AskAsync(asker, ""","to":"key-expert" """);
        await server.InboxAsync(expert);
        using var stolen = await server.SendAsync("POST", $"/api/tasks/{task}/claim", expert, "{}");
        (await TestServer.CodeAsync(stolen)).ShouldBe("signature.missing");
        await server.StepAsync(expert, task, "claim");
    }

    [Fact]
    public async Task A_token_without_the_key_is_no_sign_of_life()
    {
        var expert = await server.ExpertAsync("quiet-expert");
        var (parts, id) = (server.Server.Parts, new ExpertId("quiet-expert"));
        await parts.Log.AppendAsync(
            AppendBatch.Of(new NewEvent
            {
                Stream = id.Presence,
                Id = EventId.New(TimeProvider.System),
                Type = ExpertEvents.Lost,
                At = TimeProvider.System.GetUtcNow(),
                Actor = new Actor(ActorKind.System, "experts"),
                Payload = "{}"u8.ToArray(),
            }),
            TestContext.Current.CancellationToken);
        using var stolen = await server.SendAsync("POST", $"/api/tasks/{Guid.CreateVersion7()}/cancel", expert, "{}");
        (await TestServer.CodeAsync(stolen)).ShouldBe("task.unknown");
        (await StateAsync()).ShouldBe("away");
        using var signed = await server.SignedAsync("POST", "/api/experts/me/heartbeat", expert, null);
        (await StateAsync()).ShouldBe("available");

        async Task<string?> StateAsync()
        {
            await parts.Experts.Roster.ReachedAsync(await parts.Log.HeadAsync(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
            using var shown = await server.SendAsync("GET", "/api/experts/quiet-expert", Role.Viewer);
            return (await TestServer.JsonAsync(shown)).GetProperty("state").GetString();
        }
    }

    [Fact]
    public async Task What_is_not_ones_own_is_not_there()
    {
        var (asker, expert) = (await server.TokenAsync(Role.Agent, "own-asker"), await server.ExpertAsync("own-expert"));
        var stranger = await server.ExpertAsync("own-stranger", ""","capabilities":["something-else"]""");
        var task = await server.AskAsync(asker, ""","to":"own-expert" """);
        await server.InboxAsync(expert);
        (await server.RefusedAsync(stranger, "GET", $"/api/tasks/{task}")).ShouldBe("task.unknown");
        (await server.RefusedAsync(stranger, "POST", $"/api/tasks/{task}/claim")).ShouldBe("task.unknown");
        (await server.RefusedAsync(stranger, "POST", $"/api/tasks/{task}/result", """{"output":1}""")).ShouldBe("task.unknown");
        (await server.RefusedAsync(stranger, "GET", "/api/experts/own-expert/inbox")).ShouldBe("expert.unknown");
        (await server.RefusedAsync(stranger, "GET", "/api/experts/own-expert/inbox/stream")).ShouldBe("expert.unknown");
        (await server.RefusedAsync(stranger, "POST", "/api/experts/own-expert/heartbeat")).ShouldBe("expert.unknown");
        using var list = await server.SendAsync("GET", "/api/tasks?state=all", stranger);
        (await list.Content.ReadAsStringAsync()).ShouldNotContain(task);
        using var looked = await server.SendAsync("GET", "/api/experts/own-expert/inbox", Role.Viewer);
        (await looked.Content.ReadAsStringAsync()).ShouldContain(task);
    }

    [Fact]
    public async Task Nobody_asks_or_registers_as_somebody_else()
    {
        var agent = await server.TokenAsync(Role.Agent, "honest");
        (await server.RefusedAsync(agent, "POST", "/api/tasks", """{"summary":"x","agent":"other"}""")).ShouldBe("agent.mismatch");
        (await server.RefusedAsync(agent, "POST", "/api/experts", """{"kinds":["work"],"id":"other"}""")).ShouldBe("agent.mismatch");
        (await server.RefusedAsync(agent, "POST", "/api/experts", """{"kinds":["judge"]}""")).ShouldBe("expert.role");
        (await server.RefusedAsync(agent, "POST", "/api/tasks", """{"kind":"judge","summary":"x","review":"00000000-0000-0000-0000-000000000001"}""")).ShouldBe("task.kind");
    }

    [Fact]
    public async Task An_administrator_registers_who_holds_a_token()
    {
        await server.TokenAsync(Role.Expert, "by-admin");
        using var registered = await server.SendAsync("POST", "/api/experts", Role.Admin, """{"kinds":["judge"],"id":"by-admin"}""");
        registered.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await TestServer.JsonAsync(registered)).GetProperty("expert").GetProperty("role").GetString().ShouldBe("expert");
        using var ghost = await server.SendAsync("POST", "/api/experts", Role.Admin, """{"kinds":["judge"],"id":"ghost"}""");
        (await TestServer.CodeAsync(ghost)).ShouldBe("expert.token");
    }

    [Fact]
    public async Task An_inbox_that_was_seen_answers_when_something_else_lies_there()
    {
        var (asker, expert) = (await server.TokenAsync(Role.Agent, "seen-asker"), await server.ExpertAsync("seen-expert"));
        var first = await server.AskAsync(asker, ""","to":"seen-expert" """);
        (await server.InboxAsync(expert)).ShouldBe([first]);
        using var page = await server.SignedAsync("GET", "/api/experts/me/inbox", expert, null);
        var tag = (await TestServer.JsonAsync(page)).GetProperty("tag").GetString();
        await server.StepAsync(expert, first, "claim");
        (await server.InboxAsync(expert, $"wait=200ms&seen={tag}")).ShouldBe([first], "what one does oneself is no news");
        var waiting = server.InboxAsync(expert, $"wait=20s&seen={tag}");
        var second = await server.AskAsync(asker, ""","to":"seen-expert" """);
        (await waiting).ShouldBe([first, second]);
    }

    [Fact]
    public async Task A_stream_gives_what_lies_in_the_inbox_and_then_what_comes_and_goes()
    {
        var (asker, expert) = (await server.TokenAsync(Role.Agent, "sse-asker"), await server.ExpertAsync("sse-expert"));
        var first = await server.AskAsync(asker, ""","to":"sse-expert" """);
        await server.InboxAsync(expert);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/experts/me/inbox/stream");
        request.Headers.Authorization = new("Bearer", expert);
        TaskRequests.Sign(request, expert);
        using var response = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        (await NextAsync(reader)).ShouldBe(("task.assigned", first));
        var second = await server.AskAsync(asker, ""","to":"sse-expert" """);
        (await NextAsync(reader)).ShouldBe(("task.assigned", second));
        await server.StepAsync(asker, second, "cancel");
        (await NextAsync(reader)).ShouldBe(("task.cancelled", second));
    }

    [Fact]
    public async Task A_suspended_expert_is_listed_so_and_its_work_goes_on_elsewhere()
    {
        var asker = await server.TokenAsync(Role.Agent, "sus-asker");
        var rogue = await server.ExpertAsync("sus-rogue", ""","capabilities":["sus"]""");
        var task = await server.AskAsync(asker, ""","capabilities":["sus"]""");
        (await server.InboxAsync(rogue)).ShouldBe([task]);
        var heir = await server.ExpertAsync("sus-heir", ""","capabilities":["sus"]""");
        using var suspended = await server.SendAsync("POST", "/api/experts/sus-rogue/suspend", Role.Reviewer, """{"reason":"odd"}""");
        (await TestServer.JsonAsync(suspended)).GetProperty("state").GetString().ShouldBe("suspended");
        (await server.InboxAsync(heir)).ShouldBe([task]);
        (await server.RefusedAsync(rogue, "POST", $"/api/tasks/{task}/claim")).ShouldBe("signature.key", "its key does not count any more");
        using var listed = await server.SendAsync("GET", "/api/experts?capability=sus&state=available", asker);
        (await TestServer.JsonAsync(listed)).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()).ShouldBe(["sus-heir"]);
        using var resumed = await server.SendAsync("POST", "/api/experts/sus-rogue/resume", Role.Admin, "{}");
        (await TestServer.JsonAsync(resumed)).GetProperty("state").GetString().ShouldBe("available");
    }

    [Fact]
    public async Task What_is_too_long_or_too_late_is_refused()
    {
        var asker = await server.TokenAsync(Role.Agent, "large-asker");
        using var refused = await server.SendAsync("POST", "/api/tasks", asker, $$"""{"summary":"{{new string('s', 301)}}"}""");
        (await TestServer.CodeAsync(refused)).ShouldBe("task.summary");
        using var tooLate = await server.SendAsync("POST", "/api/tasks", asker, """{"summary":"x","within":"8d"}""");
        (await TestServer.CodeAsync(tooLate)).ShouldBe("task.deadline");
    }

    private static async Task<(string Event, string Task)> NextAsync(StreamReader reader)
    {
        var name = "";
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                name = line["event: ".Length..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return (name, JsonDocument.Parse(line["data: ".Length..]).RootElement.GetProperty("id").GetString()!);
            }
        }

        throw new EndOfStreamException("The stream ended.");
    }
}
