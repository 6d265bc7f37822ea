using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pharos.Events;
using Pharos.Events.Exchange;
using Pharos.Proposals;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Events;

/// <summary>The event log over HTTP, for reading.</summary>
internal sealed class EventEndpoints(IEventLog log, LogReads reads, ArchivedPayloads archived)
{
    public void Map(RouteMap routes)
    {
        routes.Map("GET", "/api/events", QueryAsync);
        routes.Map("GET", "/api/events/{position}", GetAsync);
    }

    private async Task QueryAsync(HttpContext context)
    {
        var (query, problem) = EventQueryReader.Read(context.Request.Query);
        if (query is null)
        {
            await context.FailAsync(problem!);
            return;
        }

        await reads.RecordAsync(Admission.Of(context), "query", context.RequestAborted);
        var page = await log.QueryAsync(query, context.RequestAborted);
        await JsonBody.WriteAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("events");
            foreach (var record in page.Events)
            {
                EventJson.Write(writer, record);
            }

            writer.WriteEndArray();
            if (page.Next is { } next)
            {
                writer.WriteNumber("next", next.Value);
            }
            else
            {
                writer.WriteNull("next");
            }

            writer.WriteEndObject();
        });
    }

    private async Task GetAsync(HttpContext context)
    {
        await reads.RecordAsync(Admission.Of(context), "event", context.RequestAborted);
        var isNumber = long.TryParse(context.Request.RouteValues["position"] as string, NumberStyles.None, CultureInfo.InvariantCulture, out var position);
        if (!isNumber || position < 1 || await log.GetAsync(new Position(position), context.RequestAborted) is not { } record)
        {
            await context.FailAsync(new Problem("event.unknown", "There is no event at this position.", StatusCodes.Status404NotFound));
            return;
        }

        // An archived payload is read from its segment where that lies here; elsewhere the event says that it was removed.
        var whole = await archived.RestoreAsync(record, context.RequestAborted);
        await JsonBody.WriteAsync(context, writer => EventJson.Write(writer, whole));
    }
}
