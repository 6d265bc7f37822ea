using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Pharos.Agents;
using Pharos.Server.Events;

namespace Pharos.Server.Tests.Events;

public sealed class StreamSlowReaderTests
{
    // Together more than a connection's buffers on both sides ever hold.
    private const int Events = 300;
    private static readonly string Payload = $"\"{new string('x', 64 * 1024)}\"";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(20, 300_000)]
    [InlineData(1_000_000, 1)]
    [Trait("Category", "Slow")]
    public async Task A_reader_that_was_too_slow_is_told_exactly_what_it_missed_and_goes_on_from_the_head(int keptEvents, int keptMilliseconds)
    {
        await using var server = new StreamServer
        {
            Streams = new StreamOptions { KeptEvents = keptEvents, KeptFor = TimeSpan.FromMilliseconds(keptMilliseconds), WriteTimeout = TimeSpan.FromMinutes(5) },
        };
        await server.InitializeAsync();
        using var socket = await ConnectAsync(server, "");
        var first = await server.AppendAsync(payload: Payload);
        for (var i = 1; i < Events; i++)
        {
            await server.AppendAsync(payload: Payload);
        }

        var head = first + Events - 1;
        var expected = first;
        var missed = 0L;
        await foreach (var (name, id, data) in ReadAsync(socket))
        {
            if (name == "gap")
            {
                using var document = JsonDocument.Parse(data);
                document.RootElement.GetProperty("from").GetInt64().ShouldBe(expected);
                var to = document.RootElement.GetProperty("to").GetInt64();
                id.ShouldBe(to);
                missed += to - expected + 1;
                expected = to + 1;
            }
            else
            {
                id.ShouldBe(expected);
                expected++;
            }

            if (expected > head)
            {
                break;
            }
        }

        missed.ShouldBePositive();
        var next = await server.AppendAsync();
        await foreach (var (name, id, _) in ReadAsync(socket))
        {
            (name, id).ShouldBe(("", next));
            break;
        }
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_reader_of_what_is_old_takes_its_time_and_misses_nothing()
    {
        await using var server = new StreamServer { Streams = new StreamOptions { KeptEvents = 20, KeptFor = TimeSpan.FromMilliseconds(1), WriteTimeout = TimeSpan.FromMinutes(5) } };
        await server.InitializeAsync();
        var first = await server.AppendAsync(payload: Payload);
        for (var i = 1; i < Events; i++)
        {
            await server.AppendAsync(payload: Payload);
        }

        using var socket = await ConnectAsync(server, $"?after={first - 1}&type=test.happened");
        var expected = first;
        await foreach (var (name, id, _) in ReadAsync(socket))
        {
            (name, id).ShouldBe(("", expected));
            if (++expected == first + Events)
            {
                break;
            }
        }
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Readers_that_never_read_are_cut_off_cost_little_and_hold_up_no_append()
    {
        const int Readers = 20;
        await using var server = new StreamServer { Streams = new StreamOptions { WriteTimeout = TimeSpan.FromSeconds(3), Heartbeat = TimeSpan.FromSeconds(1) } };
        await server.InitializeAsync();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var sockets = new List<Socket>();
        for (var i = 0; i < Readers; i++)
        {
            sockets.Add(await ConnectAsync(server, ""));
        }

        server.Open.ShouldBe(Readers);
        for (var i = 0; i < Events; i++)
        {
            await server.AppendAsync(payload: Payload);
        }

        // What they did not take, twenty times nineteen megabytes, must not lie anywhere. The newest events do, once.
        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(100L * 1024 * 1024);
        await StreamServer.UntilAsync(() => server.Open == 0);
        sockets.ForEach(socket => socket.Dispose());
        using var fresh = await server.OpenAsync();
        await server.AppendAsync();
        (await StreamServer.TakeAsync(fresh, 1)).Count.ShouldBe(1);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_web_socket_that_never_reads_is_cut_off_too()
    {
        await using var server = new StreamServer { Streams = new StreamOptions { WriteTimeout = TimeSpan.FromSeconds(2) } };
        await server.InitializeAsync();
        const string Upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
        using var socket = await ConnectAsync(server, "", Upgrade, "\r\n\r\n");
        await StreamServer.UntilAsync(() => server.Open == 1);
        for (var i = 0; i < Events; i++)
        {
            await server.AppendAsync(payload: Payload);
        }

        await StreamServer.UntilAsync(() => server.Open == 0);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_stop_does_not_wait_for_a_reader_that_never_reads()
    {
        await using var server = new StreamServer();
        await server.InitializeAsync();
        using var socket = await ConnectAsync(server, "");
        for (var i = 0; i < Events; i++)
        {
            await server.AppendAsync(payload: Payload);
        }

        await server.Server.DisposeAsync().AsTask().WaitAsync(StreamServer.Patience, Cancellation);
    }

    private static async Task<Socket> ConnectAsync(StreamServer server, string query, string headers = "", string begin = "retry: 2000\n\n")
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 8192 };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, server.Server.Url.Port), Cancellation);
        var request = $"GET /api/events/stream{query} HTTP/1.{(headers.Length > 0 ? 1 : 0)}\r\nHost: localhost\r\n{headers}Authorization: Bearer {await server.TokenAsync(Role.Viewer)}\r\n\r\n";
        await socket.SendAsync(Encoding.ASCII.GetBytes(request), SocketFlags.None, Cancellation);

        // Up to the end of the first lines, so that the stream has begun; HTTP 1.0 has no chunks, what follows is the stream itself.
        var head = new StringBuilder();
        var letter = new byte[1];
        while (!head.ToString().EndsWith(begin, StringComparison.Ordinal))
        {
            (await socket.ReceiveAsync(letter, SocketFlags.None, Cancellation)).ShouldBe(1);
            head.Append((char)letter[0]);
        }

        return socket;
    }

    private static async IAsyncEnumerable<(string Name, long Id, string Data)> ReadAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(StreamServer.Patience);
        await foreach (var item in System.Net.ServerSentEvents.SseParser.Create(stream).EnumerateAsync(patience.Token))
        {
            yield return (item.EventType == "message" ? "" : item.EventType, long.Parse(item.EventId!, CultureInfo.InvariantCulture), item.Data);
        }
    }
}
