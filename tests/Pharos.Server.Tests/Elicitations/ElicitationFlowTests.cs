using System.Net;
using System.Text.Json;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Review.Elicitations;

namespace Pharos.Server.Tests.Elicitations;

public sealed class ElicitationFlowTests(ElicitationServer server) : IClassFixture<ElicitationServer>
{
    [Fact]
    public async Task An_agent_asks_another_and_has_the_answer_in_one_call()
    {
        var (subject, token) = await server.AgentAsync();
        var asking = server.AskAsync(subject, query: "?wait=20s");
        using var waiting = await server.SendAsync("GET", "/api/elicitations?for=me&wait=20s", token);
        var question = (await TestServer.JsonAsync(waiting)).GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        (question.GetProperty("from").GetString(), question.GetProperty("state").GetString()).ShouldBe(("agent-1", "pending"));
        using var answered = await server.RespondAsync(token, question);
        answered.StatusCode.ShouldBe(HttpStatusCode.OK);
        var ended = await asking;
        (ended.GetProperty("state").GetString(), ended.GetProperty("closedBy").GetString()).ShouldBe(("accepted", subject));
        ended.GetProperty("content").GetProperty("branch").GetString().ShouldBe("main");
        (await server.InboxAsync(token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_asked_waits_for_the_answer_at_its_address()
    {
        var (subject, token) = await server.AgentAsync();
        var asked = await server.AskAsync(subject);
        asked.GetProperty("nonce").ValueKind.ShouldBe(JsonValueKind.Null);
        var waiting = server.SendAsync("GET", $"/api/elicitations/{asked.GetProperty("id").GetString()}?wait=20s", Role.Agent);
        var question = (await server.InboxAsync(token)).ShouldHaveSingleItem();
        using var declined = await server.SendAsync("POST", Path(question, "decline"), token, $$"""{"nonce":"{{question.GetProperty("nonce").GetString()}}","reason":"ask the owner"}""");
        declined.StatusCode.ShouldBe(HttpStatusCode.OK);
        var ended = await TestServer.JsonAsync(await waiting);
        (ended.GetProperty("state").GetString(), ended.GetProperty("reason").GetString()).ShouldBe(("declined", "ask the owner"));
    }

    [Fact]
    public async Task A_person_can_be_asked_and_can_ask()
    {
        var (subject, token) = await server.AgentAsync(Role.Reviewer);
        await server.AskAsync(subject);
        using var answered = await server.RespondAsync(token, (await server.InboxAsync(token)).ShouldHaveSingleItem());
        answered.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var asked = await server.SendAsync("POST", "/api/elicitations", token, ElicitationServer.Question("agent-1"));
        asked.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task An_answer_that_does_not_fit_is_refused_with_the_places_and_may_be_given_again()
    {
        var (subject, token) = await server.AgentAsync();
        await server.AskAsync(subject);
        var question = (await server.InboxAsync(token)).ShouldHaveSingleItem();
        using var refused = await server.RespondAsync(token, question, """{"branch":"old"}""");
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var problem = await TestServer.JsonAsync(refused);
        problem.GetProperty("code").GetString().ShouldBe("elicitation.mismatch");
        problem.GetProperty("errors").EnumerateArray().ShouldHaveSingleItem().GetProperty("place").GetString().ShouldBe("branch");
        problem.GetProperty("elicitation").GetProperty("state").GetString().ShouldBe("pending");
        using var again = await server.RespondAsync(token, question);
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_question_ends_by_itself_and_says_so_to_who_waits()
    {
        var (subject, token) = await server.AgentAsync();
        var ended = await server.AskAsync(subject, ""","timeout":"1s" """, "?wait=20s");
        ended.GetProperty("state").GetString().ShouldBe("expired");
        (await server.InboxAsync(token)).ShouldBeEmpty();
        var filter = new EventFilter { Type = ElicitationEvents.Expired, Correlation = new CorrelationId(ended.GetProperty("id").GetGuid()) };
        await foreach (var record in ((IEventLog)server.Server.Parts.Log).Subscribe(Position.Start, filter).WithCancellation(TestContext.Current.CancellationToken))
        {
            record.Actor.Kind.ShouldBe(ActorKind.System);
            break;
        }
    }

    [Fact]
    public async Task Whoever_asked_takes_it_back()
    {
        var (subject, token) = await server.AgentAsync();
        var asked = await server.AskAsync(subject);
        using var foreign = await server.SendAsync("POST", Path(asked, "cancel"), (await server.AgentAsync()).Token, "{}");
        (await TestServer.CodeAsync(foreign)).ShouldBe("elicitation.unknown");
        using var cancelled = await server.SendAsync("POST", Path(asked, "cancel"), Role.Agent, """{"reason":"found it"}""");
        (await TestServer.JsonAsync(cancelled)).GetProperty("state").GetString().ShouldBe("cancelled");
        (await server.InboxAsync(token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Agents_see_their_own_and_readers_see_all_without_the_nonce()
    {
        var (subject, token) = await server.AgentAsync();
        var asked = await server.AskAsync(subject);
        var stranger = (await server.AgentAsync()).Token;
        using var foreign = await server.SendAsync("GET", $"/api/elicitations/{asked.GetProperty("id").GetString()}", stranger);
        foreign.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var inbox = await server.SendAsync("GET", $"/api/elicitations?for={subject}", stranger);
        (await TestServer.CodeAsync(inbox)).ShouldBe("elicitation.forbidden");
        using var both = await server.SendAsync("GET", $"/api/elicitations?for={subject}&from=agent-1", stranger);
        both.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        foreach (var role in (Role[])[Role.Viewer, Role.Admin])
        {
            var seen = (await server.InboxAsync(await server.TokenAsync(role), $"?for={subject}")).ShouldHaveSingleItem();
            seen.GetProperty("nonce").ValueKind.ShouldBe(JsonValueKind.Null);
        }

        (await server.InboxAsync(await server.TokenAsync(Role.Agent), $"?from=me&for={subject}")).ShouldHaveSingleItem();
        (await server.InboxAsync(token)).ShouldHaveSingleItem().GetProperty("nonce").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_page_that_was_seen_is_held_back_until_it_is_another()
    {
        var (subject, token) = await server.AgentAsync();
        await server.AskAsync(subject);
        using var first = await server.SendAsync("GET", "/api/elicitations?for=me&wait=20s", token);
        var tag = (await TestServer.JsonAsync(first)).GetProperty("tag").GetString();
        var waiting = server.SendAsync("GET", $"/api/elicitations?for=me&wait=20s&seen={tag}", token);
        await server.AskAsync(subject);
        using var second = await waiting;
        (await TestServer.JsonAsync(second)).GetProperty("items").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Ended_ones_are_listed_by_their_state_without_their_answers()
    {
        var (subject, token) = await server.AgentAsync();
        await server.AskAsync(subject);
        using var answered = await server.RespondAsync(token, (await server.InboxAsync(token)).ShouldHaveSingleItem());
        (await server.InboxAsync(token, "?state=accepted")).ShouldHaveSingleItem().GetProperty("content").ValueKind.ShouldBe(JsonValueKind.Null);
        (await server.InboxAsync(token, "?state=closed")).ShouldHaveSingleItem();
        (await server.InboxAsync(token, "?state=declined")).ShouldBeEmpty();
        using var wrong = await server.SendAsync("GET", "/api/elicitations?state=done", token);
        (await TestServer.CodeAsync(wrong)).ShouldBe("elicitation.query");
    }

    private static string Path(JsonElement item, string step) => $"/api/elicitations/{item.GetProperty("id").GetString()}/{step}";
}
