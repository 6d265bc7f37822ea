using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Proposals;
using Pharos.Review.Collaborations;
using Pharos.Server.Events;
using Pharos.Server.Security;

namespace Pharos.Server.Collaborations;

/// <summary>The events of one session as they happen, as Server-Sent Events; from its first one on where no place is named.</summary>
internal sealed class CollaborationStream(CollaborationParts parts, IEventLog log, TokenLedger tokens, StreamSeats seats, StreamOptions options, TimeProvider clock, CancellationToken stopping)
{
    private static readonly TimeSpan WaitForASeat = TimeSpan.FromSeconds(10);

    public void Map(RouteMap routes) => routes.Map("GET", CollaborationRoute.Base + "stream", StreamAsync);

    private async Task StreamAsync(HttpContext context)
    {
        var place = context.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } seen ? seen : context.Request.Query["after"].ToString();
        var after = 0L;
        if (place.Length > 0 && !long.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out after))
        {
            await context.FailAsync(new Problem("query.parameter", "\"after\" and Last-Event-ID must be a position: a whole number from 0."));
            return;
        }

        // The place is not behind the end of the log, or that the reader is removed could be skipped.
        var head = await log.HeadAsync(context.RequestAborted);
        after = Math.Min(after, head.Value);
        if (await CollaborationRoute.FindAsync(context, parts.Desk) is not { } session)
        {
            return;
        }

        var (admission, id) = (Admission.Of(context), new CollaborationId(session.Head.Id));
        var (seat, refusal) = seats.Take(admission.TokenId);
        if (seat is null)
        {
            await context.FailAsync(refusal!, WaitForASeat);
            return;
        }

        using (seat)
        {
            var sse = new StreamSse(context);
            await sse.BeginAsync(options.Retry);
            var wire = new CollaborationWire(sse, new CollaborationReader(session.Head, admission.Caller), id, parts.Desk);
            var cursor = log.Subscribe(new Position(after), new EventFilter { Correlation = id.Correlation }).OpenCursor();
            StreamMetrics.Opened(wire.Name);
            var reason = "failed";
            try
            {
                reason = await new StreamSession(cursor, wire, () => tokens.IsLive(admission.TokenId), options, clock).RunAsync(context.RequestAborted, stopping);
            }
            finally
            {
                StreamMetrics.Ended(wire.Name, reason);
            }
        }
    }
}
