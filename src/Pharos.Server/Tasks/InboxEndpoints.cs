using Microsoft.AspNetCore.Http;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Proposals;
using Pharos.Review.Experts;
using Pharos.Server.Configuration;
using Pharos.Server.Events;
using Pharos.Server.Experts;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Tasks;

/// <summary>An expert's inbox: at once, held back until something lies there, or as a stream. Who waits here is there, so no heartbeat is needed beside it.</summary>
internal sealed class InboxEndpoints(
    TaskParts tasks, ExpertParts experts, IEventLog log, TokenLedger tokens, StreamSeats seats, StreamOptions options, TimeProvider clock, CancellationToken stopping)
{
    /// <summary>Longest wait of one call.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan WaitForASeat = TimeSpan.FromSeconds(10);

    private readonly Inbox _inbox = new(tasks, log, clock);

    public void Map(RouteMap routes)
    {
        routes.Map("GET", "/api/experts/{id}/inbox", LookAsync);
        routes.Map("GET", "/api/experts/{id}/inbox/stream", StreamAsync);
    }

    private async Task LookAsync(HttpContext context)
    {
        var wait = TimeSpan.Zero;
        if (context.Request.Query["wait"].ToString() is { Length: > 0 } text && (!Duration.TryParse(text, out wait) || wait > LongestWait))
        {
            await context.FailAsync(new Problem("task.wait", $"\"wait\" is a time of at most {LongestWait.TotalSeconds:0}s, such as 20s."));
            return;
        }

        if (await FindAsync(context) is not { } id)
        {
            return;
        }

        using var place = wait > TimeSpan.Zero ? tasks.Calls.TryTake(Admission.Of(context).Caller.Subject) : null;
        if (wait > TimeSpan.Zero && place is null)
        {
            await context.FailAsync(TaskRoute.Flood);
            return;
        }

        var seen = context.Request.Query["seen"].ToString() is { Length: > 0 } tag ? tag : null;
        await NoteAsync(context, id);
        using var time = new CancellationTokenSource(wait, clock);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(time.Token, stopping);
        var page = wait == TimeSpan.Zero
            ? await _inbox.LookAsync(id, context.RequestAborted)
            : await _inbox.NextAsync(id, seen, experts.Options.HeartbeatEvery, () => NoteAsync(context, id), over.Token, context.RequestAborted);
        await JsonBody.WriteAsync(context, page, ServerJson.Default.InboxContract);
    }

    private async Task StreamAsync(HttpContext context)
    {
        if (await FindAsync(context) is not { } id)
        {
            return;
        }

        var admission = Admission.Of(context);
        var (seat, refusal) = seats.Take(admission.TokenId);
        if (seat is null)
        {
            await context.FailAsync(refusal!, WaitForASeat);
            return;
        }

        using (seat)
        {
            await NoteAsync(context, id);
            var cursor = log.Subscribe(await log.HeadAsync(context.RequestAborted), new EventFilter { Agent = id.Value }).OpenCursor();
            var wire = new InboxSse(context, id, _inbox, tasks.Desk, () => NoteAsync(context, id));
            await wire.BeginAsync(options.Retry);
            var beating = options with { Heartbeat = experts.Options.HeartbeatEvery < options.Heartbeat ? experts.Options.HeartbeatEvery : options.Heartbeat };
            StreamMetrics.Opened(wire.Name);
            var reason = "failed";
            try
            {
                reason = await new StreamSession(cursor, wire, () => tokens.IsLive(admission.TokenId), beating, clock).RunAsync(context.RequestAborted, stopping);
            }
            finally
            {
                StreamMetrics.Ended(wire.Name, reason);
            }
        }
    }

    private async ValueTask<ExpertId?> FindAsync(HttpContext context)
    {
        var id = ExpertRoute.IdOf(context);
        if (ExpertRoute.MayLook(context) && await experts.Desk.FindAsync(id, context.RequestAborted) is not null)
        {
            return id;
        }

        await context.FailAsync(ExpertRoute.Unknown(context));
        return null;
    }

    // That a person looks into an expert's inbox does not mean that the expert is there.
    private ValueTask NoteAsync(HttpContext context, ExpertId id) =>
        ExpertRoute.IsSelf(context) ? experts.Desk.SeenAsync(id, context.RequestAborted) : ValueTask.CompletedTask;
}
