using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Pharos.Events;

namespace Pharos.Server.Events;

/// <summary>A stream as Server-Sent Events, the way an EventSource reads it: the id is the position, the data one line of JSON.</summary>
internal sealed class StreamSse(HttpContext context) : IStreamWire
{
    // Kestrel holds back a writer from 64 KiB on; more at once would lie in memory whether the connection takes it or not.
    private const int SliceBytes = 32 * 1024;

    private readonly PipeWriter _body = context.Response.BodyWriter;
    private int _unflushed;

    public string Name => "sse";

    public string WhyGone => StreamEnd.Gone;

    /// <summary>Sends the head of the response.</summary>
    public async Task BeginAsync(TimeSpan retry)
    {
        // A stream is quiet for hours and its own write timeout decides; a minimum rate would cut it.
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache, no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        Text(string.Create(CultureInfo.InvariantCulture, $"retry: {(long)retry.TotalMilliseconds}\n\n"));
        await FlushAsync();
    }

    public ValueTask SendAsync(EventRecord record)
    {
        Span<byte> head = stackalloc byte[40];
        System.Text.Unicode.Utf8.TryWrite(head, CultureInfo.InvariantCulture, $"id: {record.Position.Value}\ndata: ", out var length);
        return StreamText.Write(record, head[..length], "\n\n"u8, this, static (frame, wire) => wire.Send(frame));
    }

    /// <summary>Sends a message of a kind; it may wait in a buffer until <see cref="FlushAsync"/>. The JSON stands on one line.</summary>
    public ValueTask SendAsync(string kind, Position? id, ReadOnlySpan<byte> json)
    {
        Text(id is { } position ? string.Create(CultureInfo.InvariantCulture, $"event: {kind}\nid: {position.Value}\ndata: ") : $"event: {kind}\ndata: ");
        _body.Write(json);
        _unflushed += json.Length;
        Text("\n\n");
        return _unflushed >= SliceBytes ? FlushAsync() : ValueTask.CompletedTask;
    }

    public ValueTask SendGapAsync(Position from, Position to)
    {
        Text(string.Create(CultureInfo.InvariantCulture, $"event: gap\nid: {to}\ndata: {{\"from\":{from},\"to\":{to}}}\n\n"));
        return FlushAsync();
    }

    public ValueTask SendHeartbeatAsync()
    {
        Text(":\n\n");
        return FlushAsync();
    }

    public ValueTask FlushAsync()
    {
        if (_unflushed == 0)
        {
            return ValueTask.CompletedTask;
        }

        _unflushed = 0;
        var flushing = _body.FlushAsync(CancellationToken.None);
        if (flushing.IsCompletedSuccessfully)
        {
            _ = flushing.Result;
            return ValueTask.CompletedTask;
        }

        return new ValueTask(flushing.AsTask());
    }

    public ValueTask EndAsync(string reason)
    {
        if (reason == StreamEnd.Gone)
        {
            return ValueTask.CompletedTask;
        }

        Text($": {reason}\n\n");
        return FlushAsync();
    }

    public void Abort() => context.Abort();

    private ValueTask Send(ReadOnlySpan<byte> frame)
    {
        if (frame.Length > SliceBytes)
        {
            return SendSlicesAsync(frame.ToArray());
        }

        _body.Write(frame);
        _unflushed += frame.Length;
        return _unflushed >= SliceBytes ? FlushAsync() : ValueTask.CompletedTask;
    }

    private async ValueTask SendSlicesAsync(ReadOnlyMemory<byte> frame)
    {
        while (!frame.IsEmpty && !context.RequestAborted.IsCancellationRequested)
        {
            var slice = frame[..Math.Min(SliceBytes, frame.Length)];
            _body.Write(slice.Span);
            _unflushed += slice.Length;
            await FlushAsync();
            frame = frame[slice.Length..];
        }
    }

    private void Text(string text)
    {
        _unflushed += Encoding.UTF8.GetByteCount(text);
        Encoding.UTF8.GetBytes(text, _body);
    }
}
