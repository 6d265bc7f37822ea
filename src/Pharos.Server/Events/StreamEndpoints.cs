using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Events;

/// <summary>The log as it grows: Server-Sent Events, or WebSocket messages when the request asks for the upgrade.</summary>
internal sealed class StreamEndpoints(
    IEventLog log, LogReads reads, TokenLedger tokens, StreamTickets tickets, StreamSeats seats, StreamOptions options, TimeProvider clock, CancellationToken stopping)
{
    private static readonly TimeSpan WaitForASeat = TimeSpan.FromSeconds(10);

    public void Map(RouteMap routes)
    {
        routes.Map("GET", "/api/events/stream", StreamAsync);
        routes.Map("POST", "/api/events/stream/tickets", IssueTicketAsync);
    }

    private async Task StreamAsync(HttpContext context)
    {
        var (request, problem) = StreamRequest.Read(context.Request);
        if (request is null)
        {
            await context.FailAsync(problem!);
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
            // The record stands before the stream begins, and behind it: a stream that starts at the head does not show its own.
            await reads.RecordAsync(admission, "stream", context.RequestAborted);
            var after = request.After ?? await log.HeadAsync(context.RequestAborted);
            var cursor = log.Subscribe(after, request.Filter).OpenCursor();
            await (context.WebSockets.IsWebSocketRequest ? RunWebSocketAsync(context, cursor, admission) : RunSseAsync(context, cursor, admission));
        }
    }

    private async Task RunSseAsync(HttpContext context, SubscriptionCursor cursor, Admission admission)
    {
        var wire = new StreamSse(context);
        await wire.BeginAsync(options.Retry);
        await RunAsync(wire, cursor, admission, context.RequestAborted);
    }

    private async Task RunWebSocketAsync(HttpContext context, SubscriptionCursor cursor, Admission admission)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync(
            new WebSocketAcceptContext { KeepAliveInterval = options.Heartbeat, KeepAliveTimeout = options.WriteTimeout });
        var wire = new StreamWebSocket(socket, options, clock);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var listening = wire.ListenAsync();
        var running = RunAsync(wire, cursor, admission, gone.Token);
        if (await Task.WhenAny(listening, running) == listening)
        {
            // The reader's close is answered before the stream lets go of the connection.
            await gone.CancelAsync();
        }

        await running;
        await listening.WaitAsync(options.Farewell, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task RunAsync(IStreamWire wire, SubscriptionCursor cursor, Admission admission, CancellationToken gone)
    {
        StreamMetrics.Opened(wire.Name);
        var reason = "failed";
        try
        {
            reason = await new StreamSession(cursor, wire, () => tokens.IsLive(admission.TokenId), options, clock).RunAsync(gone, stopping);
        }
        finally
        {
            StreamMetrics.Ended(wire.Name, reason);
        }
    }

    private Task IssueTicketAsync(HttpContext context)
    {
        var (ticket, expiresAt) = tickets.Issue(Admission.Of(context));
        return JsonBody.WriteAsync(context, new StreamTicketContract(ticket, expiresAt), ServerJson.Default.StreamTicketContract, StatusCodes.Status201Created);
    }
}
