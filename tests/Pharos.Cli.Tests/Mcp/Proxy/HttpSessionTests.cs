using Pharos.Cli.Mcp.Proxy;

namespace Pharos.Cli.Tests.Mcp.Proxy;

/// <summary>Sessions over HTTP that the server has forgotten.</summary>
public sealed class HttpSessionTests(GatedServer gate) : IClassFixture<GatedServer>
{
    private const string Call = """{"name":"echo","arguments":{"message":"a"}}""";

    [Fact]
    public async Task A_forgotten_session_is_begun_anew_and_the_request_made_once()
    {
        await using var server = new ForgetfulServer();
        await using var client = await ConnectAsync(server);
        ProxiedClient.TextOf(await client.AskAsync("tools/call", Call)).ShouldBe(("echoed", false));
        server.Forget();
        ProxiedClient.TextOf(await client.AskAsync("tools/call", Call)).ShouldBe(("echoed", false));
        server.Calls.Count.ShouldBe(2);
        server.Sessions.ShouldBe(2);
    }

    [Fact]
    public async Task Many_requests_that_find_the_session_forgotten_begin_one_anew()
    {
        await using var server = new ForgetfulServer();
        await using var client = await ConnectAsync(server);
        await client.AskAsync("tools/call", Call);
        server.Forget();
        var open = new HashSet<int>();
        for (var i = 0; i < 10; i++)
        {
            open.Add(await client.BeginAsync("tools/call", Call));
        }

        while (open.Count > 0)
        {
            var answer = await client.ReadAsync();
            if (answer.TryGetProperty("id", out var id))
            {
                open.Remove(id.GetInt32()).ShouldBeTrue();
                ProxiedClient.TextOf(answer).ShouldBe(("echoed", false));
            }
        }

        server.Calls.Count.ShouldBe(11);
        server.Sessions.ShouldBe(2);
    }

    [Fact]
    public async Task A_tool_that_is_another_one_in_the_new_session_is_not_called_there()
    {
        await using var server = new ForgetfulServer();
        await using var client = await ConnectAsync(server);
        await client.AskAsync("tools/call", Call);
        server.Description = "Echoes a message, and keeps it.";
        server.Forget();
        var (text, isError) = ProxiedClient.TextOf(await client.AskAsync("tools/call", Call));
        isError.ShouldBeTrue();
        text.ShouldContain("withheld");
        server.Calls.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(true, "2025-06-18")]
    [InlineData(false, "2024-11-05")]
    public async Task A_server_that_begins_no_session_like_the_old_one_leaves_the_request_unmade(bool refuses, string version)
    {
        await using var server = new ForgetfulServer();
        await using var client = await ConnectAsync(server);
        await client.AskAsync("tools/call", Call);
        (server.RefusesSessions, server.Version) = (refuses, version);
        server.Forget();
        ProxiedClient.TextOf(await client.AskAsync("tools/call", Call)).Text.ShouldContain("begin a new one");
        server.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_that_comes_with_status_404_is_an_answer_and_ends_no_session()
    {
        await using var server = new ForgetfulServer();
        await using var client = await ConnectAsync(server);
        (await client.AskAsync("no/such/method")).GetProperty("error").GetProperty("code").GetInt32().ShouldBe(-32601);
        server.Sessions.ShouldBe(1);
    }

    private async Task<ProxiedClient> ConnectAsync(ForgetfulServer server)
    {
        var upstream = new HttpServer(server.Url, new Dictionary<string, string>(), ProxyOptions.LongestMessage, TimeProvider.System);
        var client = await gate.ConnectAsync(upstream, "everything");
        await client.AskAsync("initialize", """{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}""");
        await client.SendAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        return client;
    }
}
