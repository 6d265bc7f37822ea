namespace Pharos.Cli.Reviews.Screens;

/// <summary>The queue as lines: one each, the risk in words and the summary last, because it is what may be cut.</summary>
internal static class ListLines
{
    /// <summary>The names of the columns.</summary>
    public static ScreenLine Heading(int width) => new ScreenLine()
        .Column("id", 9, Ink.Faint).Column("risk", 7, Ink.Faint).Column("due", 6, Ink.Faint).Column("state", 10, Ink.Faint).Column("agent", 13, Ink.Faint).Add("what", Ink.Faint).Within(width);

    /// <summary>One review.</summary>
    public static ScreenLine Of(ReviewEntry entry, DateTimeOffset now, int width)
    {
        var state = entry.Holder is { } holder ? $"@{holder}" : entry.IsClosed ? entry.State : entry.Voting ?? entry.State;
        return new ScreenLine()
            .Column(entry.ShortId, ReviewEntry.ShownIdCharacters, Ink.Faint).Add(" ")
            .Column(entry.Risk, 6, RiskOf(entry)).Add(" ")
            .Column(entry.IsClosed ? "" : Times.Until(entry.DueAt, now), 5, entry.Sla switch { "breached" => Ink.Danger, "warning" => Ink.Caution, _ => Ink.Plain }).Add(" ")
            .Column(state, 9, StateOf(entry)).Add(" ")
            .Column(entry.Agent, 12).Add(" ")
            .Add(entry.IsClosed && entry.Judge is { } judge ? $"[{judge}] {entry.Summary}" : entry.Summary)
            .Within(width);
    }

    /// <summary>How a risk is shown.</summary>
    public static Ink RiskOf(ReviewEntry entry) => entry.Risk switch { "low" => Ink.Plain, "medium" => Ink.Caution, _ => Ink.Danger };

    /// <summary>How a state is shown.</summary>
    public static Ink StateOf(ReviewEntry entry) => entry.State switch
    {
        "approved" => Ink.Good,
        "rejected" or "expired" or "superseded" => Ink.Danger,
        "claimed" or "snoozed" or "responded" => Ink.Faint,
        "escalated" => Ink.Caution,
        _ => Ink.Plain,
    };
}
