using System.Globalization;
using System.Text;

namespace Pharos.Rego.Tracing;

/// <summary>Writes the events of a trace for people, as OPA does.</summary>
public static class TraceText
{
    private const int Padding = 4;

    /// <summary>One line for each event, indented by its depth; locations stand in front, variables behind.</summary>
    public static string Write(IReadOnlyList<TraceEvent> events, bool locations = true, bool locals = false)
    {
        var depths = new Dictionary<int, int>();
        var rows = events.Select(e => (Place: Location(e), Text: Line(e, depths), Locals: Variables(e))).ToList();
        var placeWidth = rows.Select(r => r.Place.Length).DefaultIfEmpty().Max() + Padding;
        var textWidth = rows.Select(r => r.Text.Length).DefaultIfEmpty().Max() + Padding;
        var text = new StringBuilder();
        foreach (var (place, line, variables) in rows)
        {
            text.Append(locations ? place.PadRight(placeWidth) + " " : "").Append(locals ? line.PadRight(textWidth) + " " + variables : line).Append('\n');
        }

        return text.ToString();
    }

    private static string Location(TraceEvent e) => string.Create(CultureInfo.InvariantCulture, $"{(e.File.Length == 0 ? "query" : e.File)}:{e.Row}");

    private static string Line(TraceEvent e, Dictionary<int, int> depths)
    {
        if (!depths.TryGetValue(e.QueryId, out var depth))
        {
            depths[e.QueryId] = depth = depths.GetValueOrDefault(e.ParentId) + 1;
        }

        var isOutside = e.Operation == TraceOperation.Enter || (e.Operation == TraceOperation.Redo && e.Kind != "expr");
        var text = new StringBuilder();
        for (var i = isOutside ? 1 : 0; i < depth; i++)
        {
            text.Append("| ");
        }

        text.Append(e.Operation).Append(' ');
        if (e.Operation == TraceOperation.Note)
        {
            return text.Append('"').Append(e.Message).Append('"').ToString();
        }

        text.Append(e.Subject ?? e.Text);
        return e.Message.Length == 0 ? text.ToString() : text.Append(' ').Append(e.Message).ToString();
    }

    private static string Variables(TraceEvent e) => $"{{{string.Join(", ", e.Locals.Select(l => $"{l.Key}: {Shortened(l.Value.ToString())}"))}}}";

    private static string Shortened(string text) => text.Length <= 32 ? text : text[..29] + "...";
}
