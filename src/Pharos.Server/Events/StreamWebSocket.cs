using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using Pharos.Events;

namespace Pharos.Server.Events;

/// <summary>A stream as WebSocket text messages, one for each event. The reader may close, and say nothing else.</summary>
internal sealed class StreamWebSocket(WebSocket socket, StreamOptions options, TimeProvider clock) : IStreamWire
{
    private const int LongestMessageFromReader = 1024;

    public string Name => "websocket";

    public string WhyGone { get; private set; } = StreamEnd.Gone;

    /// <summary>Ends when the reader has closed, has gone, or has said something.</summary>
    public async Task ListenAsync()
    {
        var buffer = new byte[LongestMessageFromReader];
        try
        {
            // Only its end counts, so one frame is enough: whatever arrives is either the close or against the rules.
            var received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
            WhyGone = received.MessageType == WebSocketMessageType.Close ? StreamEnd.Gone : StreamEnd.Talkative;
        }
        catch (Exception problem) when (problem is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            WhyGone = StreamEnd.Gone;
        }
    }

    public ValueTask SendAsync(EventRecord record) =>
        SendAsync(StreamText.Write(record, "{\"event\":"u8, "}"u8, 0, static (message, _) => message.ToArray()));

    public ValueTask SendGapAsync(Position from, Position to) =>
        SendAsync(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"gap\":{{\"from\":{from},\"to\":{to}}}}}")));

    // The protocol's own pings do it.
    public ValueTask SendHeartbeatAsync() => ValueTask.CompletedTask;

    public ValueTask FlushAsync() => ValueTask.CompletedTask;

    public async ValueTask EndAsync(string reason)
    {
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            using var patience = new CancellationTokenSource(options.Farewell, clock);
            await socket.CloseOutputAsync(StatusOf(reason), reason, patience.Token);
        }
    }

    public void Abort() => socket.Abort();

    private static WebSocketCloseStatus StatusOf(string reason) => reason switch
    {
        StreamEnd.Gone => WebSocketCloseStatus.NormalClosure,
        StreamEnd.Talkative or StreamEnd.TokenEnded => WebSocketCloseStatus.PolicyViolation,
        StreamEnd.Stopping => WebSocketCloseStatus.EndpointUnavailable,
        _ => WebSocketCloseStatus.InternalServerError,
    };

    private ValueTask SendAsync(ReadOnlyMemory<byte> message) =>
        socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
}
