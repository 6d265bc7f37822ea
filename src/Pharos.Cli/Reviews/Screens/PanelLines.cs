using System.Globalization;
using Pharos.Cli.Connection;
using Pharos.Rego.Values;

namespace Pharos.Cli.Reviews.Screens;

/// <summary>Which experts are asked about a review: who, until when and how far they are, and what each said once it is over.</summary>
internal static class PanelLines
{
    private const int MostEntries = 48;

    /// <summary>The lines; none where no experts are asked.</summary>
    /// <param name="detail">The answer of <c>GET /api/reviews/{id}</c>.</param>
    /// <param name="now">Now.</param>
    /// <param name="width">Columns of the screen.</param>
    public static IEnumerable<ScreenLine> Of(RegoObject detail, DateTimeOffset now, int width)
    {
        var panel = detail.ObjectOf("panel");
        return panel.TextOf("standing") is null ? [] : [ScreenLine.Of("What experts say", Ink.Strong), .. Panel(panel, now).SelectMany(line => ScreenLine.Wrapped("  ", line.Text, width, line.Ink)), ScreenLine.Empty];
    }

    private static IEnumerable<(string Text, Ink Ink)> Panel(RegoObject panel, DateTimeOffset now)
    {
        var counts = panel.ObjectOf("counts");
        if (panel.TextOf("outcome") is { } outcome)
        {
            yield return ($"{outcome}: {panel.TextOf("why")}", outcome switch { "approved" => Ink.Good, "rejected" => Ink.Danger, _ => Ink.Caution });
        }
        else
        {
            var deadline = DateTimeOffset.TryParse(panel.TextOf("deadline"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var until) ? until : now;
            yield return ($"{panel.TextOf("standing")}: {counts.TextOf("approve")} approve, {counts.TextOf("reject")} reject, {counts.TextOf("abstain")} abstain; people in {Times.Until(deadline, now)}", Ink.Plain);
        }

        foreach (var seat in panel.ItemsOf("seats").Take(MostEntries))
        {
            yield return ($"{seat.TextOf("speciality")}: {seat.TextOf("expert") ?? "nobody yet"}, {seat.TextOf("state")}{(seat.TextOf("why") is { } why ? $": {why}" : "")}", Ink.Faint);
        }

        foreach (var vote in panel.ItemsOf("votes").Take(MostEntries))
        {
            var weight = vote.TextOf("counts") == "false" ? ", does not count" : vote.TextOf("weight") is { } weighs and not "1" ? $", weighs {weighs}" : "";
            yield return ($"· {vote.TextOf("expert")} ({vote.TextOf("speciality")}): {vote.TextOf("verdict")}, sure to {vote.TextOf("confidence")}{weight} — {vote.TextOf("reason")}", InkOf(vote));
        }

        foreach (var refused in panel.ItemsOf("refused").Take(MostEntries))
        {
            yield return ($"· {refused.TextOf("expert")}: {refused.TextOf("verdict")}, not counted ({refused.TextOf("code")}) — {refused.TextOf("why")}", Ink.Caution);
        }
    }

    private static Ink InkOf(RegoObject vote) => vote.TextOf("verdict") switch { "approve" => Ink.Good, "reject" => Ink.Danger, _ => Ink.Plain };
}
