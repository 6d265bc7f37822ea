using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pharos.Events;
using Pharos.Proposals;
using Pharos.Server.Security;

namespace Pharos.Server.Events;

/// <summary>What a reader asks a stream for.</summary>
/// <param name="Filter">Which events.</param>
/// <param name="After">Behind which position; null for what comes from now on.</param>
internal sealed record StreamRequest(EventFilter Filter, Position? After)
{
    private const string LastEventId = "Last-Event-ID";

    /// <summary>The parameters, in the order in which the description lists them.</summary>
    public static IReadOnlyList<string> Known { get; } = ["type", "agent", "workspace", "correlation", "after", StreamTickets.Parameter];

    /// <summary>Reads a request. Unknown and repeated parameters are refused: a filter that is ignored shows what nobody asked for.</summary>
    public static (StreamRequest? Request, Problem? Problem) Read(HttpRequest request)
    {
        foreach (var (name, values) in request.Query)
        {
            if (!Known.Contains(name, StringComparer.Ordinal) || values.Count != 1)
            {
                return Refuse($"\"{name}\" is not a parameter, or stands twice; there are {string.Join(", ", Known)}.");
            }
        }

        string? Text(string name) => request.Query.TryGetValue(name, out var values) && values[0] is { Length: > 0 } text ? text : null;
        CorrelationId? correlation = null;
        if (Text("correlation") is { } given)
        {
            if (!Guid.TryParse(given, out var id))
            {
                return Refuse("\"correlation\" must be a UUID.");
            }

            correlation = new CorrelationId(id);
        }

        // A browser that connects again repeats the address it began with, so what it has seen since counts more.
        var header = request.Headers[LastEventId];
        var position = header is [{ Length: > 0 } seen] ? seen : Text("after");
        if (header.Count > 1 || !TryPosition(position, out var after))
        {
            return Refuse($"\"after\" and {LastEventId} must be a position: a whole number from 0.");
        }

        return (new StreamRequest(
            new EventFilter { Type = Text("type"), Agent = Text("agent"), Workspace = Text("workspace"), Correlation = correlation }, after), null);
    }

    private static bool TryPosition(string? text, out Position? position)
    {
        position = null;
        if (text is null)
        {
            return true;
        }

        var isPosition = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        position = new Position(value);
        return isPosition;
    }

    private static (StreamRequest?, Problem?) Refuse(string message) => (null, new Problem("query.parameter", message));
}
