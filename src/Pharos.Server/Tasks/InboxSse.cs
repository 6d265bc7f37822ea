using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Pharos.Events;
using Pharos.Review.Experts;
using Pharos.Review.Tasks;
using Pharos.Server.Events;

namespace Pharos.Server.Tasks;

/// <summary>
/// An inbox as Server-Sent Events: first what lies there, then <c>task.assigned</c> with the whole task for what comes, and the name of what happened with a task that is taken
/// away. A reader that connects again gets what lies there again, so nothing is lost with a connection.
/// </summary>
internal sealed class InboxSse(HttpContext context, ExpertId id, Inbox inbox, TaskDesk desk, Func<ValueTask> stillThere) : IStreamWire
{
    private readonly PipeWriter _body = context.Response.BodyWriter;

    public string Name => "inbox";

    public string WhyGone => StreamEnd.Gone;

    /// <summary>Sends the head of the response and what lies in the inbox.</summary>
    public Task BeginAsync(TimeSpan retry)
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
        return SendAllAsync();
    }

    public async ValueTask SendAsync(EventRecord record)
    {
        if (record.Stream.Category != TaskId.StreamCategory || record.Type is not (TaskEvents.Assigned or TaskEvents.Returned or TaskEvents.Cancelled or TaskEvents.Expired))
        {
            return;
        }

        // What it was assigned and has lost since is told by the event that says so.
        if (await desk.FindAsync(new TaskId(record.Stream.Id), context.RequestAborted) is { } item && (record.Type != TaskEvents.Assigned || item.Holder == id.Value) && item.Concerns(id.Value))
        {
            Send(record.Type, TaskContract.Of(item.ShownTo(id.Value)));
            await FlushAsync();
        }
    }

    public ValueTask SendGapAsync(Position from, Position to) => new(SendAllAsync());

    public async ValueTask SendHeartbeatAsync()
    {
        await stillThere();
        Text(":\n\n");
        await FlushAsync();
    }

    public async ValueTask FlushAsync() => await _body.FlushAsync(CancellationToken.None);

    public async ValueTask EndAsync(string reason)
    {
        if (reason != StreamEnd.Gone)
        {
            Text($": {reason}\n\n");
            await FlushAsync();
        }
    }

    public void Abort() => context.Abort();

    private async Task SendAllAsync()
    {
        foreach (var item in (await inbox.LookAsync(id, context.RequestAborted)).Items)
        {
            Send(TaskEvents.Assigned, item);
            await FlushAsync();
        }

        await FlushAsync();
    }

    private void Send(string name, TaskContract item)
    {
        Text($"event: {name}\nid: {item.Id}\ndata: ");
        _body.Write(JsonSerializer.SerializeToUtf8Bytes(item, ServerJson.Default.TaskContract));
        Text("\n\n");
    }

    private void Text(string text) => Encoding.UTF8.GetBytes(text, _body);
}
