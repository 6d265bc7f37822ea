using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Pharos.Agents;
using Pharos.Events;

namespace Pharos.Server.Tests.Events;

public sealed class StreamWebSocketTests(StreamServer server) : IClassFixture<StreamServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_event_is_one_text_message()
    {
        var first = await server.AppendAsync(payload: "{\n\"a\":1}");
        using var socket = await OpenAsync($"?after={first - 1}&type=test.happened");
        (await ReadAsync(socket)).GetProperty("event").GetProperty("position").GetInt64().ShouldBe(first);
        var second = await server.AppendAsync(payload: $"\"{new string('x', 1_000_000)}\"");
        var large = (await ReadAsync(socket)).GetProperty("event");
        large.GetProperty("position").GetInt64().ShouldBe(second);
        large.GetProperty("payload").GetString()!.Length.ShouldBe(1_000_000);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Cancellation);
        socket.CloseStatus.ShouldBe(WebSocketCloseStatus.NormalClosure);
    }

    [Fact]
    public async Task A_reader_that_talks_is_shown_the_door()
    {
        using var socket = await OpenAsync("?type=never.happened");
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, Cancellation);
        await ClosedAsync(socket, WebSocketCloseStatus.PolicyViolation, "reader.message");
    }

    [Fact]
    public async Task A_revoked_token_ends_the_socket()
    {
        var outcome = await server.Server.Parts.Tokens.IssueAsync("socket-holder", Role.Viewer, TimeSpan.FromHours(1), new Actor(ActorKind.System, "test"), Cancellation);
        var issued = outcome.ShouldBeOfType<TokenOutcome.Issued>();
        using var socket = await OpenAsync("?type=never.happened", issued.Token);
        await server.Server.Parts.Tokens.RevokeAsync(issued.Entry.Claims.Id, new Actor(ActorKind.System, "test"), Cancellation);
        await ClosedAsync(socket, WebSocketCloseStatus.PolicyViolation, "token.ended");
    }

    [Fact]
    public async Task A_stop_closes_the_socket()
    {
        await using var other = new StreamServer();
        await other.InitializeAsync();
        using var socket = await OpenAsync("", await other.TokenAsync(Role.Viewer), null, other);
        var stopping = other.Server.DisposeAsync().AsTask();
        await ClosedAsync(socket, WebSocketCloseStatus.EndpointUnavailable, "server.stopping");
        await stopping.WaitAsync(StreamServer.Patience, Cancellation);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task A_foreign_page_gets_no_socket(string header, string value)
    {
        using var socket = Client(await server.TokenAsync(Role.Viewer));
        socket.Options.SetRequestHeader(header, value);
        await Should.ThrowAsync<WebSocketException>(async () => await socket.ConnectAsync(Address(server, ""), Cancellation));
        socket.HttpStatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData(Role.Agent)]
    [InlineData(Role.Expert)]
    public async Task Who_may_not_read_the_log_gets_no_socket(Role role)
    {
        using var socket = Client(await server.TokenAsync(role));
        await Should.ThrowAsync<WebSocketException>(async () => await socket.ConnectAsync(Address(server, ""), Cancellation));
        socket.HttpStatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_browser_opens_a_socket_with_a_ticket()
    {
        var ticket = await StreamTicketTests.TicketAsync(server);
        using var socket = await OpenAsync($"?ticket={ticket}&type=ticket.shown", token: null, origin: server.Server.Url.GetLeftPart(UriPartial.Authority));
        var position = await server.AppendAsync("ticket.shown");
        (await ReadAsync(socket)).GetProperty("event").GetProperty("position").GetInt64().ShouldBe(position);
    }

    [Fact]
    public async Task A_socket_that_is_cut_frees_its_seat()
    {
        await using var other = new StreamServer();
        await other.InitializeAsync();
        var token = await other.TokenAsync(Role.Viewer);
        for (var i = 0; i < 5; i++)
        {
            var socket = await OpenAsync("?type=never.happened", token, null, other);
            socket.Abort();
            socket.Dispose();
        }

        await StreamServer.UntilAsync(() => other.Open == 0);
    }

    private static async Task ClosedAsync(ClientWebSocket socket, WebSocketCloseStatus status, string reason)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(StreamServer.Patience);
        var received = await socket.ReceiveAsync(new byte[64].AsMemory(), patience.Token);
        received.MessageType.ShouldBe(WebSocketMessageType.Close);
        (socket.CloseStatus, socket.CloseStatusDescription).ShouldBe((status, reason));
    }

    private static async Task<JsonElement> ReadAsync(ClientWebSocket socket)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(StreamServer.Patience);
        using var message = new MemoryStream();
        var buffer = new byte[32 * 1024];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), patience.Token);
            received.MessageType.ShouldBe(WebSocketMessageType.Text);
            await message.WriteAsync(buffer.AsMemory(0, received.Count), Cancellation);
            if (received.EndOfMessage)
            {
                using var document = JsonDocument.Parse(Encoding.UTF8.GetString(message.ToArray()));
                return document.RootElement.Clone();
            }
        }
    }

    private static Uri Address(StreamServer at, string query) => new($"ws://127.0.0.1:{at.Server.Url.Port}/api/events/stream{query}");

    private static ClientWebSocket Client(string? token)
    {
        var socket = new ClientWebSocket();
        socket.Options.Proxy = null;
        socket.Options.CollectHttpResponseDetails = true;
        if (token is not null)
        {
            socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        }

        return socket;
    }

    private async Task<ClientWebSocket> OpenAsync(string query) => await OpenAsync(query, await server.TokenAsync(Role.Viewer));

    private async Task<ClientWebSocket> OpenAsync(string query, string? token, string? origin = null, StreamServer? at = null)
    {
        var socket = Client(token);
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        await socket.ConnectAsync(Address(at ?? server, query), Cancellation);
        return socket;
    }
}
