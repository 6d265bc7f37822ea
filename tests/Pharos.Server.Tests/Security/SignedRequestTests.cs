using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Pharos.Agents;
using Pharos.Agents.Signing;
using Pharos.Events;
using Pharos.Review.Experts;

namespace Pharos.Server.Tests.Security;

/// <summary>Signed requests at the edge: what is replayed, changed on its way or signed by somebody else never reaches its endpoint.</summary>
public sealed class SignedRequestTests : IAsyncLifetime
{
    private const string Path = "/api/proposals";
    private readonly TestServer _server = new();
    private string _token = "";
    private string _key = "";

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        _token = await _server.TokenAsync(Role.Agent, "signer");
        _key = await RegisterAsync("signer", 1);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_signed_request_acts_once_also_after_a_restart()
    {
        var body = _server.Command("ls");
        var header = Sign(body);
        (await SendAsync(body, header)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await CodeAsync(body, header)).ShouldBe("signature.replayed");
        await _server.RestartAsync();
        (await CodeAsync(body, header)).ShouldBe("signature.replayed");
        (await SendAsync(body, Sign(body))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Another_body_is_refused_and_never_decided()
    {
        var before = await _server.Server.Parts.Log.HeadAsync(TestContext.Current.CancellationToken);
        (await CodeAsync(_server.Command("rm -rf /"), Sign(_server.Command("ls")))).ShouldBe("signature.wrong");
        (await _server.Server.Parts.Log.HeadAsync(TestContext.Current.CancellationToken)).ShouldBe(before);
    }

    [Theory]
    [InlineData("POST", "/api/proposals?wait=1s", "POST", "/api/proposals")]
    [InlineData("POST", "/api/proposals", "POST", "/api/proposals/batch")]
    [InlineData("POST", "/api/proposals", "POST", "/api//proposals")]
    [InlineData("GET", "/api/proposals/018f0000-0000-7000-8000-000000000001", "POST", "/api/proposals/018f0000-0000-7000-8000-000000000001")]
    public async Task Another_path_query_or_method_is_refused(string method, string path, string signedMethod, string signedPath)
    {
        var response = await _server.SendAsync(method, path, _token, method == "POST" ? "{}" : null, request => request.Headers.Add(RequestSignature.Header, Signer(_key).Sign(signedMethod, signedPath, method == "POST" ? "{}"u8 : default)));
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await TestServer.CodeAsync(response)).ShouldBe("signature.wrong");
    }

    [Fact]
    public async Task Neither_anothers_key_nor_anothers_token_passes_for_the_signer()
    {
        var otherKey = await RegisterAsync("other", 1);
        var otherToken = await _server.TokenAsync(Role.Agent, "other");
        var body = _server.Command("ls");
        (await CodeAsync(body, Sign(body, otherKey))).ShouldBe("signature.wrong");
        (await CodeAsync(body, Sign(body), otherToken)).ShouldBe("signature.wrong");
        (await CodeAsync(body, Sign(body), await _server.TokenAsync(Role.Agent, "nobody"))).ShouldBe("signature.key");
        (await SendAsync(body, Sign(body, otherKey), otherToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_signature_gives_no_rights_that_the_token_does_not_have()
    {
        var response = await _server.SendAsync("GET", "/api/tokens", _token, null, request => request.Headers.Add(RequestSignature.Header, Signer(_key).Sign("GET", "/api/tokens", default)));
        (await TestServer.CodeAsync(response)).ShouldBe("role.forbidden");
        var unknown = await _server.SendAsync("POST", Path, null, "{}", request => request.Headers.Add(RequestSignature.Header, Signer(_key).Sign("POST", Path, "{}"u8)));
        (await TestServer.CodeAsync(unknown)).ShouldBe("token.missing");
    }

    [Fact]
    public async Task Two_signatures_on_one_request_are_refused()
    {
        var body = _server.Command("ls");
        var response = await _server.SendAsync("POST", Path, _token, body, request => request.Headers.Add(RequestSignature.Header, [Sign(body), Sign(body)]));
        (await TestServer.CodeAsync(response)).ShouldBe("signature.malformed");
    }

    [Fact]
    public async Task What_was_signed_too_long_ago_is_refused()
    {
        var clock = new ManualClock();
        var body = _server.Command("ls");
        (await CodeAsync(body, new RequestSigner(_key, clock).Sign("POST", Path, Encoding.UTF8.GetBytes(body)))).ShouldBe("signature.stale");
    }

    [Fact]
    public async Task A_new_registration_brings_a_new_key_and_the_old_one_goes_on_for_a_while()
    {
        var next = await RegisterAsync("signer", 2);
        next.ShouldNotBe(_key);
        var body = _server.Command("ls");
        (await SendAsync(body, Sign(body, next))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await SendAsync(body, Sign(body))).StatusCode.ShouldBe(HttpStatusCode.OK);
        await RegisterAsync("signer", 3);
        (await CodeAsync(body, Sign(body))).ShouldBe("signature.wrong");
    }

    [Fact]
    public async Task A_body_in_many_pieces_is_signed_and_read_whole()
    {
        var body = _server.Command($"echo {new string('a', 40_000)}");
        (await SendAsync(body, Sign(body))).StatusCode.ShouldBe(HttpStatusCode.OK);
        var pieces = await _server.SendAsync("POST", Path, _token, null, request =>
        {
            request.Content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(body)), 100) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            request.Headers.TransferEncodingChunked = true;
            request.Headers.Add(RequestSignature.Header, Sign(body));
        });
        pieces.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_request_without_a_signature_is_still_taken_where_none_is_needed() =>
        (await _server.SendAsync("POST", Path, _token, _server.Command("ls"))).StatusCode.ShouldBe(HttpStatusCode.OK);

    private static RequestSigner Signer(string key) => new(key, TimeProvider.System);

    private string Sign(string body, string? key = null) => Signer(key ?? _key).Sign("POST", Path, Encoding.UTF8.GetBytes(body));

    private Task<HttpResponseMessage> SendAsync(string body, string header, string? token = null) =>
        _server.SendAsync("POST", Path, token ?? _token, body, request => request.Headers.Add(RequestSignature.Header, header));

    private async Task<string?> CodeAsync(string body, string header, string? token = null)
    {
        var response = await SendAsync(body, header, token);
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        return await TestServer.CodeAsync(response);
    }

    private async Task<string> RegisterAsync(string subject, int generation)
    {
        var parts = _server.Server.Parts;
        await parts.Log.AppendAsync(AppendBatch.Of(new NewEvent
        {
            Stream = new ExpertId(subject).Stream,
            Id = EventId.New(TimeProvider.System),
            Type = ExpertEvents.Registered,
            At = TimeProvider.System.GetUtcNow(),
            Actor = new Actor(ActorKind.Agent, subject),
            Payload = Encoding.UTF8.GetBytes($$$"""{"id":"{{{subject}}}","role":"Agent","generation":{{{generation}}},"profile":{"kinds":["work"]}}"""),
        }));
        return parts.SigningKeys.Of(subject, generation);
    }
}
