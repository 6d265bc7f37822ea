using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Pharos.Agents;

namespace Pharos.Server.Tests.Proposals;

public sealed class BadInputTests(TestServer server) : IClassFixture<TestServer>
{
    public static TheoryData<string, string> Bodies() => new()
    {
        { "", "proposal.malformed" },
        { "{", "proposal.malformed" },
        { "nonsense", "proposal.malformed" },
        { "[]", "proposal.malformed" },
        { "null", "proposal.malformed" },
        { "{}", "proposal.tool" },
        { """{"kind":"command","tool":7,"input":{}}""", "proposal.type" },
        { """{"kind":["command"],"tool":"Bash","input":{}}""", "proposal.type" },
        { """{"kind":"explode","tool":"Bash","input":{"command":"ls"}}""", "proposal.kind" },
        { """{"kind":"command","input":{"command":"ls"}}""", "proposal.tool" },
        { """{"kind":"command","tool":"Bash"}""", "proposal.input" },
        { """{"kind":"command","tool":"Bash","input":{"command":7}}""", "proposal.input" },
        { """{"kind":"command","tool":"Bash","input":[]}""", "proposal.type" },
        { """{"kind":"command","tool":"Ba\u0000sh","input":{"command":"ls"}}""", "proposal.text" },
        { """{"kind":"command","tool":"Bash","input":{"command":"ls"},"operationId":"7"}""", "proposal.operation_id" },
        { $$$"""{"kind":"tool-call","tool":"x","input":{"a":{{{new string('[', 200)}}}{{{new string(']', 200)}}}}}""", "proposal.depth" },
        { $$$"""{"kind":"tool-call","tool":"x","input":{"a":{{{new string('[', 5000)}}}{{{new string(']', 5000)}}}}}""", "proposal.malformed" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Bad_input_is_a_problem_with_a_stable_code_and_never_an_allow(string body, string code)
    {
        using var response = await server.SendAsync("POST", "/api/proposals", Role.Agent, body);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await TestServer.CodeAsync(response)).ShouldBe(code);
    }

    [Fact]
    public async Task Invalid_utf_8_is_refused()
    {
        using var response = await SendBytesAsync([.. "{\"kind\":\"command\",\"tool\":\"Bash\",\"input\":{\"command\":\""u8, 0xff, 0xfe, .. "\"}}"u8]);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await TestServer.CodeAsync(response)).ShouldBe("proposal.encoding");
    }

    [Fact]
    public async Task A_nul_in_a_command_is_never_allowed()
    {
        using var response = await server.SendAsync("POST", "/api/proposals", Role.Agent, server.Command("ls\0-la"));
        (await response.Content.ReadAsStringAsync()).ShouldNotContain("\"decision\":\"allow\"");
    }

    [Fact]
    public async Task A_command_of_fifty_thousand_characters_gets_a_decision_that_is_no_allow()
    {
        using var response = await server.SendAsync("POST", "/api/proposals", Role.Agent, server.Command($"zzz {new string('x', 50_000)}"));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await TestServer.JsonAsync(response)).GetProperty("decision").GetString().ShouldNotBe("allow");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_over_the_limit_is_refused_whether_or_not_its_length_is_announced(bool chunked)
    {
        var token = await server.TokenAsync(Role.Agent);
        using var response = await server.SendAsync("POST", "/api/proposals", token, new string(' ', 70_000) + "{}", request => request.Headers.TransferEncodingChunked = chunked);
        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await TestServer.CodeAsync(response)).ShouldBe("request.too-large");
    }

    [Fact]
    public async Task No_random_body_is_ever_a_server_error()
    {
        var random = new Random(20261121);
        var seed = Encoding.UTF8.GetBytes(server.Command("git status", ""","agent":{"session":"s"},"host":{"home":"/home/a","user":"a"}"""));
        for (var i = 0; i < 300; i++)
        {
            var body = (byte[])seed.Clone();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                body[random.Next(body.Length)] = (byte)random.Next(256);
            }

            using var response = await SendBytesAsync(random.Next(4) == 0 ? body[..random.Next(body.Length)] : body);
            ((int)response.StatusCode).ShouldBeLessThan(500, Encoding.Latin1.GetString(body));
        }
    }

    [Fact]
    public async Task A_workspace_that_holds_everything_is_refused()
    {
        using var response = await server.SendAsync("POST", "/api/proposals", Role.Agent, """{"kind":"command","tool":"Bash","input":{"command":"ls"},"workspace":"/"}""");
        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await TestServer.CodeAsync(response)).ShouldBe("workspace.refused");
    }

    private async Task<HttpResponseMessage> SendBytesAsync(byte[] body)
    {
        var token = await server.TokenAsync(Role.Agent);
        return await server.SendAsync("POST", "/api/proposals", token, change: request =>
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        });
    }
}
