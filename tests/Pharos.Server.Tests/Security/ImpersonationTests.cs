using System.Buffers.Text;
using System.Net;
using System.Text;
using Pharos.Agents;
using Pharos.Agents.Signing;
using Pharos.Server.Tests.Tasks;

namespace Pharos.Server.Tests.Security;

/// <summary>What an agent would try to be somebody else, or more than it is: each tried over HTTP, and refused.</summary>
public sealed class ImpersonationTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_token_whose_role_was_changed_is_forged()
    {
        var token = await server.TokenAsync(Role.Expert, "forger");
        var parts = token[TokenSigner.Prefix.Length..].Split('.');
        var claims = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0])).Replace("\"expert\"", "\"admin\"", StringComparison.Ordinal);
        var forged = $"{TokenSigner.Prefix}{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}.{parts[1]}";
        using var response = await server.SendAsync("GET", "/api/tokens", forged);
        (await TestServer.CodeAsync(response)).ShouldBe("token.forged");
    }

    [Fact]
    public async Task A_role_that_is_said_beside_the_token_is_not_heard()
    {
        var token = await server.TokenAsync(Role.Expert, "boaster");
        using var response = await server.SendAsync("GET", "/api/tokens?role=admin", token, null, request =>
        {
            request.Headers.Add("X-Role", "admin");
            request.Headers.Add("X-Forwarded-User", "admin");
        });
        (await TestServer.CodeAsync(response)).ShouldBe("role.forbidden");
    }

    [Fact]
    public async Task Nobody_registers_as_somebody_else()
    {
        using var response = await server.SendAsync("POST", "/api/experts", await server.TokenAsync(Role.Expert, "mask"), """{"id":"face","kinds":["work"]}""");
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await TestServer.CodeAsync(response)).ShouldBe("agent.mismatch");
    }

    [Fact]
    public async Task An_agent_does_not_become_a_judge_by_saying_so()
    {
        using var response = await server.SendAsync("POST", "/api/experts", await server.TokenAsync(Role.Agent, "climber"), """{"kinds":["judge"]}""");
        (await TestServer.CodeAsync(response)).ShouldBe("expert.role");
    }

    [Fact]
    public async Task Who_has_read_a_token_gets_no_new_key_with_it()
    {
        var token = await server.ExpertAsync("robbed");
        using var stolen = await server.SendAsync("POST", "/api/experts", token, """{"kinds":["work"]}""");
        (await TestServer.CodeAsync(stolen)).ShouldBe("signature.missing");
        using var own = await server.SignedAsync("POST", "/api/experts", token, """{"kinds":["work"]}""");
        own.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await TestServer.JsonAsync(own)).GetProperty("key").GetString().ShouldNotBeNull();
    }

    [Fact]
    public async Task Who_lost_its_key_gets_another_from_an_administrator_and_the_old_one_ends()
    {
        var token = await server.ExpertAsync("forgetful");
        for (var again = 0; again < 2; again++)
        {
            using var registered = await server.SendAsync("POST", "/api/experts", Role.Admin, """{"id":"forgetful","kinds":["work"]}""");
            registered.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        (await server.RefusedAsync(token, "GET", "/api/experts/me/inbox")).ShouldBe("signature.wrong");
    }

    [Fact]
    public async Task An_overheard_claim_works_once()
    {
        var (asker, expert) = (await server.TokenAsync(Role.Agent, "heard-asker"), await server.ExpertAsync("heard"));
        var task = await server.AskAsync(asker, ""","to":"heard" """);
        await server.InboxAsync(expert);
        string? header = null;
        using (await server.SendAsync("POST", $"/api/tasks/{task}/claim", expert, "{}", request =>
        {
            TaskRequests.Sign(request, expert, "{}");
            header = request.Headers.GetValues(RequestSignature.Header).Single();
        }))
        {
        }

        using var replayed = await server.SendAsync("POST", $"/api/tasks/{task}/claim", expert, "{}", request => request.Headers.Add(RequestSignature.Header, header));
        (await TestServer.CodeAsync(replayed)).ShouldBe("signature.replayed");
        using var redirected = await server.SendAsync("POST", $"/api/tasks/{task}/decline", expert, "{}", request => request.Headers.Add(RequestSignature.Header, header));
        (await TestServer.CodeAsync(redirected)).ShouldBe("signature.wrong");
    }

    [Fact]
    public async Task Who_is_suspended_cannot_sign_any_more()
    {
        var token = await server.ExpertAsync("banned");
        using (await server.SendAsync("POST", "/api/experts/banned/suspend", Role.Reviewer, """{"reason":"it lied"}"""))
        {
        }

        (await server.RefusedAsync(token, "GET", "/api/experts/me/inbox")).ShouldBe("signature.key");
        (await server.RefusedAsync(token, "POST", "/api/experts", """{"kinds":["work"]}""")).ShouldBe("signature.key");
    }

    [Fact]
    public async Task What_is_anothers_is_neither_read_nor_moved()
    {
        var (asker, owner, stranger) = (await server.TokenAsync(Role.Agent, "cross-asker"), await server.ExpertAsync("cross-owner"), await server.ExpertAsync("cross-stranger"));
        var task = await server.AskAsync(asker, ""","to":"cross-owner" """);
        await server.InboxAsync(owner);
        using var asked = await server.SendAsync("POST", "/api/proposals", asker, server.Command("ls"));
        var proposal = (await TestServer.JsonAsync(asked)).GetProperty("id").GetString();
        using var question = await server.SendAsync("POST", "/api/elicitations", asker, """{"to":"cross-owner","message":"Which?","schema":{"type":"object","properties":{"a":{"type":"string"}}}}""");
        var elicitation = (await TestServer.JsonAsync(question)).GetProperty("id").GetString();
        using var session = await server.SendAsync("POST", "/api/collaborations", asker, """{"kind":"discussion","objective":"x","participants":[{"agent":"cross-owner"}]}""");
        session.StatusCode.ShouldBe(HttpStatusCode.Created);
        var collaboration = (await TestServer.JsonAsync(session)).GetProperty("id").GetString();
        var reads = new[] { $"/api/tasks/{task}", "/api/experts/cross-owner/inbox", $"/api/elicitations/{elicitation}", $"/api/collaborations/{collaboration}" };
        foreach (var path in reads)
        {
            using var read = await server.SignedAsync("GET", path, stranger, null);
            read.StatusCode.ShouldBeOneOf(HttpStatusCode.Forbidden, HttpStatusCode.NotFound);
        }

        using var other = await server.SendAsync("GET", $"/api/proposals/{proposal}", await server.TokenAsync(Role.Agent, "cross-agent"));
        other.StatusCode.ShouldBeOneOf(HttpStatusCode.Forbidden, HttpStatusCode.NotFound);
        var moves = new[] { ($"/api/tasks/{task}/claim", "{}"), ($"/api/tasks/{task}/result", """{"output":1}"""), ($"/api/elicitations/{elicitation}/respond", """{"nonce":"x","content":{}}"""), ($"/api/collaborations/{collaboration}/messages", """{"text":"hi"}""") };
        foreach (var (path, body) in moves)
        {
            using var moved = await server.SignedAsync("POST", path, stranger, body);
            moved.StatusCode.ShouldBeOneOf([HttpStatusCode.Forbidden, HttpStatusCode.NotFound], $"{path}: {await moved.Content.ReadAsStringAsync()}");
        }
    }
}
