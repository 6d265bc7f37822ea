using System.Net;
using System.Text.Json;
using Pharos.Agents;

namespace Pharos.Server.Tests.Elicitations;

/// <summary>What was broken in the elicitation of the program that this one replaces, one test for each fault.</summary>
public sealed class LighthouseFaultTests(ElicitationServer server) : IClassFixture<ElicitationServer>
{
    [Fact]
    public async Task Asking_over_HTTP_is_answered_and_is_no_internal_error()
    {
        var (subject, _) = await server.AgentAsync();
        (await server.AskAsync(subject)).GetProperty("state").GetString().ShouldBe("pending");
    }

    [Fact]
    public async Task A_start_reads_what_was_asked_before_it()
    {
        await using var own = new ElicitationServer();
        await own.InitializeAsync();
        var (subject, token) = await own.AgentAsync();
        var asked = await own.AskAsync(subject, ""","timeout":"1h" """);
        var before = (await own.InboxAsync(token)).ShouldHaveSingleItem();
        await own.RestartAsync();
        var question = (await own.InboxAsync(token)).ShouldHaveSingleItem();
        question.GetProperty("id").GetString().ShouldBe(asked.GetProperty("id").GetString());
        question.GetProperty("nonce").GetString().ShouldBe(before.GetProperty("nonce").GetString());
        using var answered = await own.RespondAsync(token, question);
        answered.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_was_asked_is_there_at_once_and_can_be_answered()
    {
        var (subject, token) = await server.AgentAsync();
        await server.AskAsync(subject);
        using var answered = await server.RespondAsync(token, (await server.InboxAsync(token)).ShouldHaveSingleItem());
        answered.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_good_token_is_taken_and_a_revoked_one_is_not()
    {
        var (subject, token) = await server.AgentAsync();
        await server.AskAsync(subject);
        var question = (await server.InboxAsync(token)).ShouldHaveSingleItem();
        var id = server.Server.Parts.Tokens.All.Single(entry => entry.Claims.Subject == subject).Claims.Id;
        using var revoked = await server.SendAsync("DELETE", $"/api/tokens/{id}", Role.Admin);
        revoked.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var refused = await server.RespondAsync(token, question);
        (await TestServer.CodeAsync(refused)).ShouldBe("token.revoked");
        using var toNobody = await server.SendAsync("POST", "/api/elicitations", Role.Agent, ElicitationServer.Question(subject));
        (await TestServer.CodeAsync(toNobody)).ShouldBe("elicitation.nobody");
    }

    [Fact]
    public async Task Every_step_is_an_event_of_one_matter_and_refusals_are_none()
    {
        var (subject, token) = await server.AgentAsync();
        var asked = await server.AskAsync(subject);
        var question = (await server.InboxAsync(token)).ShouldHaveSingleItem();
        using var refused = await server.RespondAsync(token, question, """{"branch":"old"}""");
        using var answered = await server.RespondAsync(token, question);
        using var late = await server.RespondAsync(token, question);
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        using var found = await server.SendAsync("GET", $"/api/events?correlation={asked.GetProperty("id").GetString()}", Role.Viewer);
        var events = (await TestServer.JsonAsync(found)).GetProperty("events").EnumerateArray().ToList();
        events.Select(record => record.GetProperty("type").GetString()).ShouldBe(["elicitation.requested", "elicitation.accepted"], ignoreOrder: true);
        events.ShouldAllBe(record => record.GetProperty("agent").GetString() == subject);
        events.Select(record => record.GetProperty("actor").GetProperty("id").GetString()).ShouldBe(["agent-1", subject], ignoreOrder: true);
        events.ShouldAllBe(record => !record.GetRawText().Contains(question.GetProperty("nonce").GetString()!));
    }

    [Fact]
    public async Task The_whole_form_is_checked_and_not_only_whether_members_are_there()
    {
        var (subject, token) = await server.AgentAsync();
        await server.AskAsync(subject);
        var question = (await server.InboxAsync(token)).ShouldHaveSingleItem();
        foreach (var wrong in (string[])["""{"branch":7}""", """{"branch":"other"}""", "[]", "null", """{"branch":null}"""])
        {
            using var refused = await server.RespondAsync(token, question, wrong);
            (await TestServer.CodeAsync(refused)).ShouldBe("elicitation.mismatch", wrong);
        }

        using var broken = await server.SendAsync("POST", "/api/elicitations", Role.Agent, ElicitationServer.Question(subject).Replace("\"object\"", "\"nonsense\"", StringComparison.Ordinal));
        (await TestServer.CodeAsync(broken)).ShouldBe("elicitation.schema");
    }

    [Fact]
    public async Task What_proves_an_answer_is_checked_and_is_no_one_s_but_the_one_asked()
    {
        var (subject, token) = await server.AgentAsync();
        await server.AskAsync(subject);
        await server.AskAsync(subject);
        var questions = await server.InboxAsync(token);
        using var guessed = await server.RespondAsync(token, questions[0], nonce: "optimized_signature");
        (await TestServer.CodeAsync(guessed)).ShouldBe("elicitation.nonce");
        using var swapped = await server.RespondAsync(token, questions[0], nonce: questions[1].GetProperty("nonce").GetString());
        (await TestServer.CodeAsync(swapped)).ShouldBe("elicitation.nonce");
    }

    [Fact]
    public async Task A_nonce_is_good_once()
    {
        var (subject, token) = await server.AgentAsync();
        await server.AskAsync(subject);
        var question = (await server.InboxAsync(token)).ShouldHaveSingleItem();
        using var first = await server.RespondAsync(token, question);
        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var second = await server.RespondAsync(token, question, """{"branch":"next"}""");
        (await TestServer.CodeAsync(second)).ShouldBe("elicitation.decided");
        using var found = await server.SendAsync("GET", $"/api/elicitations/{question.GetProperty("id").GetString()}", Role.Viewer);
        (await TestServer.JsonAsync(found)).GetProperty("content").GetProperty("branch").GetString().ShouldBe("main");
    }

    [Fact]
    public async Task Whoever_is_asked_is_told_without_asking()
    {
        var (subject, token) = await server.AgentAsync();
        using var stream = await ElicitationReader.OpenAsync(server, token);
        var asked = await server.AskAsync(subject);
        var (kind, question) = await stream.NextAsync();
        (kind, question.GetProperty("id").GetString()).ShouldBe(("elicitation", asked.GetProperty("id").GetString()));
        using var answered = await server.RespondAsync(token, question);
        answered.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Nobody_says_in_a_body_who_they_are()
    {
        var (subject, token) = await server.AgentAsync();
        using var asked = await server.SendAsync("POST", "/api/elicitations", Role.Agent, ElicitationServer.Question(subject, ""","from":"reviewer-1" """));
        (asked.StatusCode, await TestServer.CodeAsync(asked)).ShouldBe((HttpStatusCode.Forbidden, "agent.mismatch"));
        await server.AskAsync(subject);
        var question = (await server.InboxAsync(token)).ShouldHaveSingleItem();
        var body = $$"""{"nonce":"{{question.GetProperty("nonce").GetString()}}","content":{"branch":"main"},"agent":"{{subject}}"}""";
        using var impersonated = await server.SendAsync("POST", $"/api/elicitations/{question.GetProperty("id").GetString()}/respond", Role.Agent, body);
        (await TestServer.CodeAsync(impersonated)).ShouldBe("agent.mismatch");
        using var stolen = await server.RespondAsync(await server.TokenAsync(Role.Agent), question);
        (await TestServer.CodeAsync(stolen)).ShouldBe("elicitation.forbidden");
        using var own = await server.SendAsync("POST", $"/api/elicitations/{question.GetProperty("id").GetString()}/respond", token, body);
        own.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
