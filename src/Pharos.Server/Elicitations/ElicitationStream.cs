using Microsoft.AspNetCore.Http;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Proposals;
using Pharos.Server.Events;
using Pharos.Server.Security;

namespace Pharos.Server.Elicitations;

/// <summary>
/// Questions as they are asked, pushed to the one asked as Server-Sent Events. Every connection begins with all that waits, so nothing is lost between two, and a reader that connects
/// again needs to remember nothing.
/// </summary>
internal sealed class ElicitationStream(ElicitationParts parts, IEventLog log, TokenLedger tokens, StreamOptions options, TimeProvider clock, CancellationToken stopping)
{
    private static readonly TimeSpan WaitForASeat = TimeSpan.FromSeconds(10);

    public void Map(RouteMap routes) => routes.Map("GET", "/api/elicitations/stream", StreamAsync);

    private async Task StreamAsync(HttpContext context)
    {
        if (context.Request.Query.Count > 0)
        {
            await context.FailAsync(new Problem("query.parameter", "The stream of questions takes no parameters: it holds what the token's subject is asked."));
            return;
        }

        var admission = Admission.Of(context);
        var (seat, refusal) = parts.Seats.Take(admission.TokenId);
        if (seat is null)
        {
            await context.FailAsync(refusal!, WaitForASeat);
            return;
        }

        using (seat)
        {
            var subject = admission.Caller.Subject;
            var sse = new StreamSse(context);
            var wire = new ElicitationWire(sse, subject, parts, clock);
            await sse.BeginAsync(options.Retry);

            // Where the board stands is taken with what waits on it, so that no question falls between the two.
            var (pending, position) = parts.Board.Read((board, at) => (board.PendingFor(subject).ToList(), at));
            await wire.SendPendingAsync(pending);
            var cursor = log.Subscribe(position, new EventFilter { Agent = subject }).OpenCursor();
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
