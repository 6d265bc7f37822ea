using System.Globalization;
using Pharos.Cli.Connection;
using Pharos.Cli.Reviews.Screens;
using Pharos.Rego.Values;

namespace Pharos.Cli.Experts;

/// <summary>Experts and tasks as lines.</summary>
internal static class ExpertLines
{
    private const int IdColumns = 24;

    /// <summary>The head of a list.</summary>
    public static ScreenLine Head(int width) => new ScreenLine()
        .Column("EXPERT", IdColumns, Ink.Faint).Column("STATE", 11, Ink.Faint).Column("TASKS", 7, Ink.Faint).Column("JUDGE", 7, Ink.Faint).Column("WORK", 7, Ink.Faint)
        .Column("DONE", 7, Ink.Faint).Column("RIGHT", 9, Ink.Faint).Column("TAKES", 9, Ink.Faint).Add("KINDS · CAPABILITIES", Ink.Faint).Within(width);

    /// <summary>One expert of a list.</summary>
    public static ScreenLine Row(RegoObject expert, int width)
    {
        var scores = expert.ObjectOf("scores");
        return new ScreenLine()
            .Column(expert.TextOf("id") ?? "", IdColumns)
            .Column(expert.TextOf("state") ?? "", 11, expert.TextOf("state") == "available" ? Ink.Plain : Ink.Faint)
            .Column($"{expert.TextOf("load")}/{expert.TextOf("capacity")}", 7)
            .Column(Percent(scores, "judge"), 7)
            .Column(Percent(scores, "work"), 7)
            .Column(Percent(scores, "successRate"), 7)
            .Column($"{scores.TextOf("right")}/{scores.TextOf("outcomes")}", 9)
            .Column(Seconds(scores), 9)
            .Add($"{Names(expert, "kinds")}{(Names(expert, "capabilities") is { Length: > 0 } good ? $" · {good}" : "")}")
            .Within(width);
    }

    /// <summary>One expert with everything about it.</summary>
    public static IEnumerable<ScreenLine> Detail(RegoObject expert)
    {
        var scores = expert.ObjectOf("scores");
        yield return new ScreenLine().Add(expert.TextOf("id") ?? "").Add($"  {expert.TextOf("state")}  role {expert.TextOf("role")}", Ink.Faint);
        yield return Fact("takes", Names(expert, "kinds"));
        yield return Fact("good at", Names(expert, "capabilities") is { Length: > 0 } good ? good : "nothing in particular");
        yield return Fact("works in", Names(expert, "workspaces") is { Length: > 0 } places ? places : "every workspace");
        yield return Fact("tasks", $"{expert.TextOf("load")} of {expert.TextOf("capacity")} at a time, cost {expert.TextOf("cost")}");
        yield return Fact("scores", $"judge {Percent(scores, "judge")}, work {Percent(scores, "work")} (success {Percent(scores, "successRate")}, room {Percent(scores, "room")}, calibration {Percent(scores, "calibration")})");
        yield return Fact("so far", $"{scores.TextOf("results")} results, {Seconds(scores)} each; {scores.TextOf("right")} of {scores.TextOf("outcomes")} opinions were right");
        yield return Fact("seen", $"{expert.TextOf("lastSeen")}; registered {expert.TextOf("registeredAt")}, key {expert.TextOf("generation")}");
        if (expert.TextOf("suspendedBy") is { } by)
        {
            yield return Fact("suspended", $"by {by}{(expert.TextOf("suspendedWhy") is { } why ? $": {why}" : "")}");
        }
    }

    /// <summary>One task of an inbox.</summary>
    public static ScreenLine Task(RegoObject task, int width) => new ScreenLine()
        .Column(task.TextOf("id") ?? "", 38).Column(task.TextOf("state") ?? "", 10).Column(task.TextOf("kind") ?? "", 8).Column(task.TextOf("priority") ?? "", 8)
        .Column($"by {task.TextOf("askedBy")}", 20, Ink.Faint).Add(task.TextOf("summary") ?? "").Within(width);

    private static ScreenLine Fact(string name, string text) => new ScreenLine().Column($"  {name}", 13, Ink.Faint).Add(text);

    private static string Names(RegoObject document, string name) =>
        document.TryGet(name, out var value) && value is RegoArray names ? string.Join(", ", names.Select(entry => entry is RegoString text ? text.Value : "")) : "";

    private static string Percent(RegoObject scores, string name) => Number(scores, name) is { } value ? value.ToString("P0", CultureInfo.InvariantCulture).Replace(" ", "", StringComparison.Ordinal) : "";

    private static string Seconds(RegoObject scores) => Number(scores, "latencySeconds") is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value:0.#} s") : "–";

    private static double? Number(RegoObject document, string name) => double.TryParse(document.TextOf(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
}
