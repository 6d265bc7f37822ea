using System.Globalization;
using Pharos.Cli.Connection;
using Pharos.Rego.Values;

namespace Pharos.Cli.Reviews.Screens;

/// <summary>What went before a review: how the same kind of thing was decided, and what the agent did last. A person who sees that it was rejected yesterday judges better.</summary>
internal static class EarlierLines
{
    private const int MostEntries = 10;

    /// <summary>The lines; none where nothing went before.</summary>
    /// <param name="detail">The answer of <c>GET /api/reviews/{id}</c>.</param>
    /// <param name="now">Now.</param>
    /// <param name="width">Columns of the screen.</param>
    public static IEnumerable<ScreenLine> Of(RegoObject detail, DateTimeOffset now, int width) =>
        Section("How the same was decided before", detail, "similar", now, width).Concat(Section("What the agent did last", detail, "lastActions", now, width));

    private static IEnumerable<ScreenLine> Section(string title, RegoObject detail, string name, DateTimeOffset now, int width)
    {
        var entries = detail.ItemsOf(name).Take(MostEntries).ToList();
        return entries.Count == 0 ? [] : [ScreenLine.Of(title, Ink.Strong), .. entries.SelectMany(entry => Entry(entry, now, width)), ScreenLine.Empty];
    }

    private static IEnumerable<ScreenLine> Entry(RegoObject entry, DateTimeOffset now, int width)
    {
        var verdict = entry.ObjectOf("verdict");
        var at = DateTimeOffset.TryParse(entry.TextOf("at"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time) ? time : default(DateTimeOffset?);
        var line = new ScreenLine().Add("  ").Column(Times.Until(now, at ?? now), 5, Ink.Faint).Add(" ").Column(entry.TextOf("outcome") ?? "", 10, InkOf(entry)).Add(" ").Add(entry.TextOf("summary") ?? "");
        yield return line.Within(width);
        if (verdict.TextOf("by") is { } by)
        {
            var said = verdict.TextOf("reason") is { Length: > 0 } reason ? $"{by}: {reason}" : by;
            foreach (var part in ScreenLine.Wrapped("                   ", said, width, Ink.Faint))
            {
                yield return part;
            }
        }
    }

    private static Ink InkOf(RegoObject entry) => entry.TextOf("decision") switch { "allow" => Ink.Good, "deny" => Ink.Danger, _ => Ink.Caution };
}
