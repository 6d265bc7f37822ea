using System.Net;
using System.Security.Cryptography;
using Pharos.Agents;
using Pharos.Events;

namespace Pharos.Server.Tests.Security;

public sealed class TokenTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_request_without_a_token_is_told_so()
    {
        using var response = await server.SendAsync("GET", "/api/events");
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.ToString().ShouldContain("Bearer");
        (await TestServer.CodeAsync(response)).ShouldBe("token.missing");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("ph_")]
    [InlineData("ph_.")]
    [InlineData("ph_e30.e30.e30")]
    public async Task A_text_that_is_no_token_is_malformed_or_forged(string token)
    {
        using var response = await server.SendAsync("GET", "/api/events", token);
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await TestServer.CodeAsync(response)).ShouldBeOneOf("token.malformed", "token.forged");
    }

    [Fact]
    public async Task A_token_signed_with_another_key_is_forged()
    {
        var now = TimeProvider.System.GetUtcNow();
        var forged = new TokenSigner(RandomNumberGenerator.GetBytes(32)).Sign(new TokenClaims(Guid.CreateVersion7(), "admin", Role.Admin, now, now.AddDays(1)));
        using var response = await server.SendAsync("GET", "/api/events", forged);
        (await TestServer.CodeAsync(response)).ShouldBe("token.forged");
    }

    [Fact]
    public async Task A_token_of_the_right_key_that_was_never_issued_is_refused()
    {
        var now = TimeProvider.System.GetUtcNow();
        var signer = new TokenSigner(await File.ReadAllBytesAsync(Path.Combine(server.Data, "keys", "token.key")));
        using var response = await server.SendAsync("GET", "/api/events", signer.Sign(new TokenClaims(Guid.CreateVersion7(), "admin", Role.Admin, now, now.AddDays(1))));
        (await TestServer.CodeAsync(response)).ShouldBe("token.revoked");
    }

    [Fact]
    public async Task An_expired_token_says_when_it_expired()
    {
        var now = TimeProvider.System.GetUtcNow();
        var signer = new TokenSigner(await File.ReadAllBytesAsync(Path.Combine(server.Data, "keys", "token.key")));
        using var response = await server.SendAsync("GET", "/api/events", signer.Sign(new TokenClaims(Guid.CreateVersion7(), "late", Role.Viewer, now.AddDays(-2), now.AddDays(-1))));
        (await TestServer.CodeAsync(response)).ShouldBe("token.expired");
    }

    [Fact]
    public async Task An_administrator_issues_a_token_that_works_until_it_is_revoked()
    {
        using var issued = await server.SendAsync("POST", "/api/tokens", Role.Admin, """{"subject":"mia","role":"viewer","ttl":"1h"}""");
        issued.StatusCode.ShouldBe(HttpStatusCode.Created);
        var token = await TestServer.JsonAsync(issued);
        var text = token.GetProperty("token").GetString()!;
        using (var works = await server.SendAsync("GET", "/api/events", text))
        {
            works.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        using var revoked = await server.SendAsync("DELETE", $"/api/tokens/{token.GetProperty("id").GetString()}", Role.Admin);
        revoked.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var refused = await server.SendAsync("GET", "/api/events", text);
        (await TestServer.CodeAsync(refused)).ShouldBe("token.revoked");
    }

    [Fact]
    public async Task The_list_of_tokens_holds_no_token_text()
    {
        var secret = await server.TokenAsync(Role.Admin);
        using var response = await server.SendAsync("GET", "/api/tokens", Role.Admin);
        var body = await response.Content.ReadAsStringAsync();
        body.ShouldContain("admin-1");
        body.ShouldNotContain(secret.Split('.')[1]);
    }

    [Theory]
    [InlineData("""{"subject":"a b","role":"agent"}""", "token.subject")]
    [InlineData("""{"subject":"consensus","role":"expert"}""", "token.reserved")]
    [InlineData("""{"subject":"a","role":"king"}""", "token.role")]
    [InlineData("""{"subject":"a","role":"agent","ttl":"forever"}""", "token.ttl")]
    [InlineData("""{"subject":"a","role":"agent","ttl":"9999d"}""", "token.ttl")]
    [InlineData("""{"subject":"a","role":"agent","ttl":"0s"}""", "token.ttl")]
    [InlineData("""{"subject":"a"}""", "request.malformed")]
    [InlineData("""{"subject":"a","role":"agent","extra":1}""", "request.malformed")]
    public async Task A_bad_request_for_a_token_is_refused_with_its_code(string body, string code)
    {
        using var response = await server.SendAsync("POST", "/api/tokens", Role.Admin, body);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await TestServer.CodeAsync(response)).ShouldBe(code);
    }

    [Fact]
    public async Task The_ledger_knows_who_registered_whom()
    {
        var ledger = server.Server.Parts.Tokens;
        await ledger.IssueAsync("helper-1", Role.Agent, TimeSpan.FromHours(1), new Actor(ActorKind.User, "boss"), CancellationToken.None);
        ledger.IsRegisteredBy("helper-1", "boss").ShouldBeTrue();
        ledger.IsRegisteredBy("helper-1", "other").ShouldBeFalse();
    }
}
