using System.Globalization;
using Pharos.Cli.Connection;
using Pharos.Cli.Reviews.Screens;
using Pharos.Rego.Values;

namespace Pharos.Cli.Elicitations;

/// <summary>Elicitations as lines; every text in them is an agent's, and none steers the terminal.</summary>
internal static class ElicitationLines
{
    private const int MostLines = 400;

    /// <summary>The names of the columns.</summary>
    public static ScreenLine Heading(int width) => new ScreenLine()
        .Column("id", 9, Ink.Faint).Column("ends", 6, Ink.Faint).Column("state", 10, Ink.Faint).Column("from", 13, Ink.Faint).Column("to", 13, Ink.Faint).Add("question", Ink.Faint).Within(width);

    /// <summary>One of a list.</summary>
    public static ScreenLine Of(RegoObject item, DateTimeOffset now, int width)
    {
        var id = item.TextOf("id") ?? "";
        return new ScreenLine()
            .Column(id[Math.Max(0, id.Length - ElicitationClient.ShownIdCharacters)..], 8, Ink.Faint).Add(" ")
            .Column(item.TextOf("state") == "pending" ? Times.Until(TimeOf(item, "expiresAt"), now) : "", 5).Add(" ")
            .Column(item.TextOf("state") ?? "", 9, StateOf(item)).Add(" ")
            .Column(item.TextOf("from") ?? "", 12).Add(" ")
            .Column(item.TextOf("to") ?? "", 12).Add(" ")
            .Add((item.TextOf("message") ?? "").Replace('\n', ' '))
            .Within(width);
    }

    /// <summary>Everything about one.</summary>
    public static IEnumerable<ScreenLine> Detail(RegoObject item, DateTimeOffset now, int width)
    {
        yield return new ScreenLine().Add("elicitation ", Ink.Faint).Add(item.TextOf("id") ?? "").Add("  ").Add(item.TextOf("state") ?? "", StateOf(item)).Within(width);
        yield return new ScreenLine().Add("from ", Ink.Faint).Add(item.TextOf("from") ?? "").Add("  to ", Ink.Faint).Add(item.TextOf("to") ?? "").Within(width);
        yield return new ScreenLine().Add("asked ", Ink.Faint).Add(Times.Clock(TimeOf(item, "requestedAt")))
            .Add("  until ", Ink.Faint).Add($"{Times.Clock(TimeOf(item, "expiresAt"))}{(item.TextOf("state") == "pending" ? $" ({Times.Until(TimeOf(item, "expiresAt"), now)})" : "")}").Within(width);
        yield return ScreenLine.Empty;
        foreach (var line in Part("The question", item.TextOf("message") ?? "", width)
            .Concat(Part("The form of the answer (JSON Schema)", item.TryGet("schema", out var schema) ? schema.ToJson() : "", width))
            .Concat(item.TryGet("content", out var content) && content is not RegoNull ? Part("The answer", content.ToJson(), width) : [])
            .Concat(item.TextOf("reason") is { } reason ? Part("The reason", reason, width) : []))
        {
            yield return line;
        }

        if (item.TextOf("closedBy") is { } by)
        {
            yield return ScreenLine.Of($"ended by {by} at {Times.Clock(TimeOf(item, "closedAt"))}{(item.TryGet("masked", out var masked) && masked == RegoBoolean.True ? "; secrets in it are masked" : "")}").Within(width);
        }
    }

    /// <summary>How a state is shown.</summary>
    public static Ink StateOf(RegoObject item) => item.TextOf("state") switch { "accepted" => Ink.Good, "pending" => Ink.Plain, "declined" or "cancelled" => Ink.Caution, _ => Ink.Danger };

    private static IEnumerable<ScreenLine> Part(string name, string text, int width) =>
        [ScreenLine.Of(name, Ink.Strong), .. ScreenLine.Wrapped("  ", text, width).Take(MostLines), ScreenLine.Empty];

    private static DateTimeOffset? TimeOf(RegoObject item, string name) =>
        DateTimeOffset.TryParse(item.TextOf(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
