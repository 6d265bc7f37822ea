using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pharos.Events;
using Pharos.Proposals;

namespace Pharos.Server.Events;

/// <summary>Reads the query of <c>GET /api/events</c>. Unknown and repeated parameters are refused: a filter that is ignored answers what nobody asked for.</summary>
internal static class EventQueryReader
{
    private static readonly string[] Known = ["type", "agent", "workspace", "correlation", "from", "to", "after", "limit", "order"];

    public static (EventQuery? Query, Problem? Problem) Read(IQueryCollection parameters)
    {
        foreach (var (name, values) in parameters)
        {
            if (!Known.Contains(name, StringComparer.Ordinal) || values.Count != 1)
            {
                return Refuse($"\"{name}\" is not a parameter, or stands twice; there are {string.Join(", ", Known)}.");
            }
        }

        string? Text(string name) => parameters.TryGetValue(name, out var values) ? values[0] : null;
        if (Text("correlation") is { } correlation && !Guid.TryParse(correlation, out _))
        {
            return Refuse("\"correlation\" must be a UUID.");
        }

        if (!TryTime(Text("from"), out var from) || !TryTime(Text("to"), out var to))
        {
            return Refuse("\"from\" and \"to\" must be ISO 8601 times such as 2026-11-21T03:30:00Z.");
        }

        if (!TryNumber(Text("after"), 0, long.MaxValue, out var after))
        {
            return Refuse("\"after\" must be a position: a whole number from 0.");
        }

        if (!TryNumber(Text("limit"), 1, EventQuery.MaxLimit, out var limit))
        {
            return Refuse($"\"limit\" must be a whole number from 1 to {EventQuery.MaxLimit}.");
        }

        if (Text("order") is not (null or "asc" or "desc"))
        {
            return Refuse("\"order\" must be asc or desc.");
        }

        return (new EventQuery
        {
            Type = Text("type"),
            Agent = Text("agent"),
            Workspace = Text("workspace"),
            Correlation = Text("correlation") is { } id ? new CorrelationId(Guid.Parse(id)) : null,
            From = from,
            To = to,
            After = after is { } position ? new Position(position) : null,
            Limit = (int)(limit ?? EventQuery.DefaultLimit),
            Descending = Text("order") == "desc",
        }, null);
    }

    private static bool TryTime(string? text, out DateTimeOffset? time)
    {
        time = null;
        if (text is null)
        {
            return true;
        }

        var isTime = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed) && text.Contains('-', StringComparison.Ordinal);
        time = parsed;
        return isTime;
    }

    private static bool TryNumber(string? text, long minimum, long maximum, out long? number)
    {
        number = null;
        if (text is null)
        {
            return true;
        }

        var isNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) && parsed >= minimum && parsed <= maximum;
        number = parsed;
        return isNumber;
    }

    private static (EventQuery?, Problem?) Refuse(string message) => (null, new Problem("query.parameter", message));
}
