using Pharos.Cli.Connection;
using Pharos.Rego.Values;

namespace Pharos.Cli.Reviews.Screens;

/// <summary>What the agent was doing with others when it proposed: what they were about, what they agreed on, and whether this proposal is that.</summary>
internal static class CollaborationLines
{
    private const int MostEntries = 5;

    /// <summary>The lines; none where the agent worked alone.</summary>
    /// <param name="detail">The answer of <c>GET /api/reviews/{id}</c>.</param>
    /// <param name="width">Columns of the screen.</param>
    public static IEnumerable<ScreenLine> Of(RegoObject detail, int width)
    {
        var sessions = detail.ItemsOf("collaborations").Take(MostEntries).ToList();
        return sessions.Count == 0 ? [] : [ScreenLine.Of("Whom it works with", Ink.Strong), .. sessions.SelectMany(session => Session(session, width)), ScreenLine.Empty];
    }

    private static IEnumerable<ScreenLine> Session(RegoObject session, int width)
    {
        var kind = session.TextOf("mode") is { } mode ? $"{session.TextOf("kind")} ({mode})" : session.TextOf("kind");
        var others = string.Join(", ", session.ItemsOf("participants").Select(one => $"{one.TextOf("agent")} ({one.TextOf("role")})"));
        return ScreenLine.Wrapped("  ", $"{kind}, {session.TextOf("state")}: {session.TextOf("objective")}", width)
            .Concat(ScreenLine.Wrapped("  ", others, width, Ink.Faint))
            .Concat(session.ItemsOf("suggestions").Where(one => one.TextOf("carriedOut") == "true").Take(MostEntries).SelectMany(suggestion => ScreenLine.Wrapped("  ", Carried(suggestion), width, InkOf(suggestion))))
            .Concat(session.ItemsOf("decisions").Take(MostEntries).SelectMany(decision => ScreenLine.Wrapped("  · ", $"{decision.TextOf("by")} decided: {decision.TextOf("text")} — {decision.TextOf("reason")}", width)))
            .Concat(session.ItemsOf("messages").Take(MostEntries).SelectMany(message => ScreenLine.Wrapped("  · ", $"{message.TextOf("by")}: {message.TextOf("text")}", width)))
            .Concat(session.ItemsOf("context").Take(MostEntries).SelectMany(context => ScreenLine.Wrapped("  · ", $"{context.TextOf("by")} attached {context.TextOf("name")} ({context.TextOf("size")} bytes)", width, Ink.Faint)));
    }

    private static string Carried(RegoObject suggestion) => $"carries out suggestion {suggestion.TextOf("number")}, {suggestion.TextOf("state")} by {suggestion.TextOf("judgedBy")}: "
        + suggestion.TextOf("same") switch { "true" => "the text that was agreed on", "false" => "NOT the text that was agreed on", _ => "whether it is what was agreed on cannot be said" };

    private static Ink InkOf(RegoObject suggestion) => suggestion.TextOf("same") switch { "true" => Ink.Good, "false" => Ink.Danger, _ => Ink.Caution };
}
