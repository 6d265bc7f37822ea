using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Pharos.Cli.Mcp.Proxy;

namespace Pharos.Cli.Tests.Mcp.Proxy;

public sealed class HttpServerTests(GatedServer gate, NpmServers npm) : IClassFixture<GatedServer>, IClassFixture<NpmServers>
{
    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_server_of_others_is_reached_over_http_with_its_sessions_and_streams()
    {
        Assert.SkipUnless(npm.Missing is null, npm.Missing ?? "");
        var port = FreePort();
        var start = new ProcessStartInfo("node", [npm.Everything, "streamableHttp"]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["PORT"] = $"{port}";
        using var server = Process.Start(start)!;
        try
        {
            await ListeningAsync(port);
            var upstream = new HttpServer(new Uri($"http://127.0.0.1:{port}/mcp"), new Dictionary<string, string>(), ProxyOptions.LongestMessage, TimeProvider.System);
            await using var proxied = await gate.ConnectAsync(upstream, "everything", new ProxyOptions { Name = "", Wait = TimeSpan.FromSeconds(1) });
            var client = new RawClient(proxied.ToProxy, proxied.FromProxy);
            (await client.InitializeAsync())["serverInfo"]!["name"]!.GetValue<string>().ShouldContain("everything");
            (await client.AskAsync("tools/list"))["tools"]!.AsArray().Select(tool => tool!["name"]!.GetValue<string>()).ShouldContain("echo");
            var echoed = await client.AskAsync("tools/call", JsonNode.Parse("""{"name":"echo","arguments":{"message":"over http"}}"""));
            echoed["content"]![0]!["text"]!.GetValue<string>().ShouldContain("over http");
            await client.AskAsync("tools/call", JsonNode.Parse("""{"name":"trigger-long-running-operation","arguments":{"duration":0.3,"steps":3},"_meta":{"progressToken":"t"}}"""));
            (await client.AskAsync("tools/call", JsonNode.Parse("""{"name":"get-env","arguments":{}}""")))["isError"]!.GetValue<bool>().ShouldBeTrue();
            (await client.AskAsync("no/such/method"))["error"]!["code"]!.GetValue<int>().ShouldBe(-32601);
        }
        finally
        {
            server.Kill();
        }
    }

    [Fact]
    public async Task A_server_that_is_not_there_answers_each_request_with_an_error()
    {
        var upstream = new HttpServer(new Uri($"http://127.0.0.1:{FreePort()}/mcp"), new Dictionary<string, string>(), ProxyOptions.LongestMessage, TimeProvider.System);
        await using var proxied = await gate.ConnectAsync(upstream, "everything");
        (await proxied.AskAsync("ping")).GetProperty("error").GetProperty("message").GetString()!.ShouldContain("cannot be reached");
    }

    [Fact]
    public async Task Events_are_read_however_they_are_written_and_what_is_too_long_is_read_past()
    {
        const string Text = ": a comment\nid: 1\ndata: {\"a\":\ndata: 1}\n\nevent: ping\ndata: not for us\n\r\ndata:{\"b\":2}\r\n\r\ndata: {\"id\":7,\"long\":\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"}\n\nid: 9\n\ndata: {\"c\":3}\n\n";
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Text));
        var events = new HttpEvents(stream, 60);
        Encoding.UTF8.GetString((await events.ReadAsync(default)).ShouldNotBeNull().Bytes!).ShouldBe("{\"a\":\n1}");
        Encoding.UTF8.GetString((await events.ReadAsync(default)).ShouldNotBeNull().Bytes!).ShouldBe("{\"b\":2}");
        (await events.ReadAsync(default)).ShouldNotBeNull().Bytes.ShouldBeNull();
        Encoding.UTF8.GetString((await events.ReadAsync(default)).ShouldNotBeNull().Bytes!).ShouldBe("{\"c\":3}");
        events.LastId.ShouldBe("9");
        (await events.ReadAsync(default)).ShouldBeNull();
    }

    [Theory]
    [InlineData("Authorization: $PHAROS_TEST_NOT_SET")]
    [InlineData("no colon")]
    [InlineData("Na me: x")]
    public void A_header_that_says_nothing_is_refused(string line) => ProxyHeaders.Read([line]).Problem.ShouldNotBeNull();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task ListeningAsync(int port)
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(100);
            }
        }

        throw new TimeoutException("The server does not listen.");
    }
}
