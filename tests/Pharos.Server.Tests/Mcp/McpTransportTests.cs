using System.Net;
using System.Text;
using System.Text.Json;
using Pharos.Agents;

namespace Pharos.Server.Tests.Mcp;

public sealed class McpTransportTests(McpTestServer server) : IClassFixture<McpTestServer>
{
    private const string Initialize = """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}""";
    private const string ListTools = """{"jsonrpc":"2.0","id":2,"method":"tools/list"}""";

    private const string Meta = """ "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"t","version":"1"},"io.modelcontextprotocol/clientCapabilities":{}} """;

    [Fact]
    public async Task A_session_is_of_no_use_to_another_agent_and_looks_as_if_it_were_not_there()
    {
        var session = await OpenAsync("owner");
        using var thief = await PostAsync(ListTools, await server.TokenAsync(Role.Agent, "thief"), session);
        using var thiefEnds = await SendAsync("DELETE", null, await server.TokenAsync(Role.Agent, "thief"), session);
        using var thiefListens = await SendAsync("GET", null, await server.TokenAsync(Role.Agent, "thief"), session);
        using var forged = await PostAsync(ListTools, await server.TokenAsync(Role.Agent, "thief"), "made-up");

        thief.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        thiefEnds.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        thiefListens.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await thief.Content.ReadAsStringAsync()).ShouldBe(await forged.Content.ReadAsStringAsync());
        using var owner = await PostAsync(ListTools, await server.TokenAsync(Role.Agent, "owner"), session);
        owner.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_session_does_not_lend_its_role_to_another_token_of_the_same_subject()
    {
        var session = await OpenAsync("two-faced");
        using var asAdmin = await PostAsync(ListTools, await server.TokenAsync(Role.Admin, "two-faced"), session);
        asAdmin.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_new_token_of_the_same_agent_goes_on_with_the_session()
    {
        var session = await OpenAsync("renewed");
        using var response = await PostAsync(ListTools, await server.TokenAsync(Role.Agent, "renewed"), session);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_session_that_was_ended_is_over()
    {
        var token = await server.TokenAsync(Role.Agent, "leaver");
        var session = await OpenAsync("leaver");
        using var ended = await SendAsync("DELETE", null, token, session);
        using var after = await PostAsync(ListTools, token, session);
        ended.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        after.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Five_sessions_of_one_agent_live_side_by_side()
    {
        var sessions = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            sessions.Add(await OpenAsync("many"));
        }

        var token = await server.TokenAsync(Role.Agent, "many");
        foreach (var session in sessions)
        {
            using var response = await PostAsync(ListTools, token, session);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Theory]
    [InlineData("", 400, -32700)]
    [InlineData("{", 400, -32700)]
    [InlineData("\"text\"", 400, -32600)]
    [InlineData("[]", 400, -32600)]
    [InlineData("""[{"jsonrpc":"2.0","id":1,"method":"ping"}]""", 400, -32600)]
    [InlineData("""{"jsonrpc":"1.0","id":1,"method":"ping"}""", 400, -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":null,"method":"ping"}""", 400, -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":{},"method":"ping"}""", 400, -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":5}""", 400, -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":[1]}""", 400, -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}""", 400, -32600)]
    public async Task What_is_no_message_is_refused_as_the_protocol_says(string body, int status, int code)
    {
        using var response = await PostAsync(body, await server.TokenAsync(Role.Agent));
        ((int)response.StatusCode).ShouldBe(status);
        (await TestServer.JsonAsync(response)).GetProperty("error").GetProperty("code").GetInt32().ShouldBe(code);
    }

    [Fact]
    public async Task Damaged_messages_are_refused_and_never_a_fault_of_the_server()
    {
        var token = await server.TokenAsync(Role.Agent);
        var session = await OpenAsync("agent-1");
        var random = new Random(20261121);
        string[] seeds = [Initialize, ListTools, $$$"""{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"pharos_propose","arguments":{"kind":"command","tool":"Bash","input":{"command":"ls"},"workspace":"/srv"},{{{Meta}}} } }"""];
        for (var i = 0; i < 300; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(seeds[i % seeds.Length]);
            for (var damage = random.Next(1, 4); damage > 0; damage--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(32, 127);
            }

            using var response = await SendAsync("POST", Encoding.UTF8.GetString(bytes), token, i % 2 == 0 ? session : null);
            ((int)response.StatusCode).ShouldBeLessThan(500, $"{Encoding.UTF8.GetString(bytes)} -> {await response.Content.ReadAsStringAsync()}");
        }
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        using var response = await PostAsync($$"""{"jsonrpc":"2.0","id":1,"method":"ping","params":{"x":"{{new string('x', 100_000)}}"} }""", await server.TokenAsync(Role.Agent));
        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Without_a_token_or_from_a_foreign_page_nobody_gets_in()
    {
        using var nobody = await PostAsync(Initialize, token: null);
        using var page = await PostAsync(Initialize, await server.TokenAsync(Role.Agent), change: request => request.Headers.Add("Origin", "https://evil.example"));
        using var rebound = await PostAsync(Initialize, await server.TokenAsync(Role.Agent), change: request => request.Headers.Host = "evil.example");
        using var form = await PostAsync(Initialize, await server.TokenAsync(Role.Agent), change: request => request.Content!.Headers.ContentType = new("text/plain"));

        nobody.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        page.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        rebound.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        form.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Theory]
    [InlineData("Mcp-Method", "tools/list")]
    [InlineData("Mcp-Name", "pharos_history")]
    [InlineData("MCP-Protocol-Version", "2025-11-25")]
    public async Task A_header_that_says_something_else_than_the_body_is_refused(string header, string value)
    {
        using var response = await PostAsync(Call("pharos_health"), await server.TokenAsync(Role.Agent), change: request =>
        {
            Describe(request, "tools/call", "pharos_health");
            request.Headers.Remove(header);
            request.Headers.Add(header, value);
        });
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await TestServer.JsonAsync(response)).GetProperty("error").GetProperty("code").GetInt32().ShouldBe(-32020);
    }

    [Fact]
    public async Task A_version_that_nobody_speaks_is_answered_with_those_that_are_spoken()
    {
        using var response = await PostAsync(Initialize, await server.TokenAsync(Role.Agent), change: request => request.Headers.Add("MCP-Protocol-Version", "2031-01-01"));
        var error = (await TestServer.JsonAsync(response)).GetProperty("error");
        error.GetProperty("code").GetInt32().ShouldBe(-32022);
        error.GetProperty("data").GetProperty("supported").EnumerateArray().Select(version => version.GetString()).ShouldContain(McpTestServer.Sessionless);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task Without_sessions_there_is_only_post(string method)
    {
        using var response = await SendAsync(method, null, await server.TokenAsync(Role.Agent), change: request => request.Headers.Add("MCP-Protocol-Version", McpTestServer.Sessionless));
        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task A_client_that_takes_no_stream_is_told_so()
    {
        using var response = await PostAsync(Initialize, await server.TokenAsync(Role.Agent), change: request =>
        {
            request.Headers.Accept.Clear();
            request.Headers.Accept.ParseAdd("application/json");
        });
        response.StatusCode.ShouldBe(HttpStatusCode.NotAcceptable);
    }

    private static string Call(string tool) => $$$"""{"jsonrpc":"2.0","id":9,"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{},{{{Meta}}} } }""";

    private static void Describe(HttpRequestMessage request, string method, string name)
    {
        request.Headers.Add("MCP-Protocol-Version", McpTestServer.Sessionless);
        request.Headers.Add("Mcp-Method", method);
        request.Headers.Add("Mcp-Name", name);
    }

    private async Task<string> OpenAsync(string subject)
    {
        using var response = await PostAsync(Initialize, await server.TokenAsync(Role.Agent, subject));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return response.Headers.GetValues("Mcp-Session-Id").Single();
    }

    private Task<HttpResponseMessage> PostAsync(string body, string? token, string? session = null, Action<HttpRequestMessage>? change = null) => SendAsync("POST", body, token, session, change);

    private Task<HttpResponseMessage> SendAsync(string method, string? body, string? token, string? session = null, Action<HttpRequestMessage>? change = null) =>
        server.SendAsync(method, "/mcp", token, body, request =>
        {
            request.Headers.Accept.ParseAdd("application/json");
            request.Headers.Accept.ParseAdd("text/event-stream");
            if (session is not null)
            {
                request.Headers.Add("Mcp-Session-Id", session);
            }

            change?.Invoke(request);
        });
}
