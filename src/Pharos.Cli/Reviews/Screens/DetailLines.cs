using Pharos.Cli.Connection;
using Pharos.Rego.Values;

namespace Pharos.Cli.Reviews.Screens;

/// <summary>One review as lines: what is proposed and what it would do first, then why it is open, what went before, and who is at it.</summary>
internal static class DetailLines
{
    private const int MostEntries = 40;

    /// <summary>The lines.</summary>
    /// <param name="detail">The answer of <c>GET /api/reviews/{id}</c>.</param>
    /// <param name="now">Now.</param>
    /// <param name="width">Columns of the screen.</param>
    public static IReadOnlyList<ScreenLine> Of(RegoObject detail, DateTimeOffset now, int width)
    {
        var entry = new ReviewEntry(detail.ObjectOf("review"));
        var proposal = detail.ObjectOf("proposal");
        List<ScreenLine> lines =
        [
            new ScreenLine().Add($"{entry.Kind} ", Ink.Strong).Add(entry.Text("tool")).Add("  risk ", Ink.Faint).Add(entry.Risk, ListLines.RiskOf(entry)).Add("  ")
                .Add(entry.IsClosed ? entry.Outcome : entry.State, ListLines.StateOf(entry)),
            new ScreenLine().Add("review ", Ink.Faint).Add(entry.Id.ToString()).Add("  version ", Ink.Faint).Add(entry.Text("version")),
            new ScreenLine().Add("agent  ", Ink.Faint).Add(entry.Agent).Add(entry.Document.TextOf("session") is { } session ? $"  session {session}" : ""),
            new ScreenLine().Add("in     ", Ink.Faint).Add(detail.ObjectOf("input").ObjectOf("workspace").TextOf("cwd") ?? entry.Text("workspace")),
            ScreenLine.Empty,
            .. InputLines.Of(entry, detail.ObjectOf("input").ObjectOf("proposal").ObjectOf("input"), width),
            .. EffectLines.Of(proposal.ObjectOf("facts"), width),
            ScreenLine.Of("Why it is open", Ink.Strong),
            .. ScreenLine.Wrapped("  ", entry.Text("rule"), width, Ink.Faint),
            .. ScreenLine.Wrapped("  ", entry.Text("reason"), width),
        ];
        foreach (var evidence in proposal.ItemsOf("evidence").Take(MostEntries))
        {
            lines.AddRange(ScreenLine.Wrapped("  · ", $"{evidence.TextOf("segment")} — {evidence.TextOf("why")}", width));
        }

        lines.Add(ScreenLine.Empty);
        lines.AddRange(EarlierLines.Of(detail, now, width));
        lines.AddRange(CollaborationLines.Of(detail, width));
        lines.AddRange(PanelLines.Of(detail, now, width));
        lines.Add(ScreenLine.Of("Who and when", Ink.Strong));
        lines.AddRange(People(entry, now).SelectMany(line => ScreenLine.Wrapped("  ", line.Text, width, line.Ink)));
        return [.. lines.Select(line => line.Within(width))];
    }

    private static IEnumerable<(string Text, Ink Ink)> People(ReviewEntry entry, DateTimeOffset now)
    {
        yield return ($"asked   {Times.Clock(entry.Time("requestedAt"))}{(entry.Text("joined") is { Length: > 0 } and not "0" and var joined ? $", and {joined} times again" : "")}", Ink.Plain);
        if (entry.IsClosed)
        {
            yield return ($"ended   {entry.Outcome}", ListLines.StateOf(entry));
            yield return (entry.IsDelivered ? "the agent has the verdict" : "the agent does not have the verdict yet", Ink.Plain);
            yield break;
        }

        yield return ($"due     {Times.Clock(entry.DueAt)} ({Times.Until(entry.DueAt, now)}, {entry.Sla})", entry.Sla == "ok" ? Ink.Plain : Ink.Caution);
        yield return ($"after   {Times.Clock(entry.Time("expiresAt"))}: {entry.Text("onTimeout")}", Ink.Plain);
        if (entry.Holder is { } holder)
        {
            yield return ($"held by {holder} until {Times.Clock(entry.Time("heldUntil"))}", Ink.Caution);
        }

        if (entry.Time("snoozedUntil") is { } snoozed)
        {
            yield return ($"snoozed until {Times.Clock(snoozed)}", Ink.Caution);
        }

        if (entry.Text("people") is { Length: > 0 } and not "1" and var people)
        {
            yield return ($"needs {people} people; approved so far by {Names(entry, "endorsed") ?? "nobody"}", Ink.Caution);
        }

        yield return Names(entry, "told") is { } told ? ($"told    {told}", Ink.Plain) : ("told    nobody", entry.Text("untold") == "false" ? Ink.Plain : Ink.Danger);
    }

    private static string? Names(ReviewEntry entry, string name) =>
        entry.Document.TryGet(name, out var value) && value is RegoArray { Count: > 0 } names ? string.Join(", ", names.Take(MostEntries).Select(one => one is RegoString text ? text.Value : one.ToJson())) : null;
}
