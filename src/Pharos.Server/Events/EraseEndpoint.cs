using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pharos.Events;
using Pharos.Events.Evidence;
using Pharos.Events.Exchange;
using Pharos.Proposals;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Events;

/// <summary>Erases single payloads, from the log and from the archived segments of this machine.</summary>
internal sealed class EraseEndpoint(LogErasure erasure, LogArchive archive)
{
    public void Map(RouteMap routes) => routes.Map("POST", "/api/events/{position}/erase", EraseAsync);

    private async Task EraseAsync(HttpContext context)
    {
        var (body, problem) = await JsonBody.ReadAsync(context, ServerJson.Default.EraseContract);
        if (body is null)
        {
            await context.FailAsync(problem!);
            return;
        }

        var isNumber = long.TryParse(context.Request.RouteValues["position"] as string, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        var position = new Position(isNumber ? number : 0);
        var actor = Admission.Of(context).Actor;

        // Asked before a segment is opened: what is refused must not have changed a file.
        var outcome = await erasure.RefuseAsync(position, body.Reason, context.RequestAborted)
            ?? await archive.EraseAsync(position, actor, async cancellationToken => await erasure.EraseAsync(position, body.Reason, actor, cancellationToken), context.RequestAborted);
        switch (outcome)
        {
            case ErasureOutcome.Erased erased:
                await JsonBody.WriteAsync(context, new ErasedContract(position.Value, erased.Record.Value, null), ServerJson.Default.ErasedContract);
                return;
            case ErasureOutcome.Already already:
                await JsonBody.WriteAsync(context, new ErasedContract(position.Value, already.Record.Value, already.At), ServerJson.Default.ErasedContract);
                return;
            case ErasureOutcome.Refused refused:
                await context.FailAsync(new Problem(refused.Code, refused.Reason, refused.Code == "erase.reason" ? StatusCodes.Status400BadRequest : StatusCodes.Status409Conflict));
                return;
            default:
                await context.FailAsync(new Problem("event.unknown", "There is no event at this position.", StatusCodes.Status404NotFound));
                return;
        }
    }
}
