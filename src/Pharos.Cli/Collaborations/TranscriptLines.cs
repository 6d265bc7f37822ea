using System.Globalization;
using Pharos.Cli.Connection;
using Pharos.Cli.Reviews.Screens;
using Pharos.Rego.Values;

namespace Pharos.Cli.Collaborations;

/// <summary>A session as a transcript: who and what for, then everything in the order in which it happened.</summary>
internal static class TranscriptLines
{
    private const string Indent = "           ";

    /// <summary>The lines of <c>GET /api/collaborations/{id}</c>.</summary>
    public static IEnumerable<ScreenLine> Of(RegoObject detail, int width)
    {
        var head = detail.ObjectOf("collaboration");
        yield return new ScreenLine().Add($"{head.TextOf("kind")} ", Ink.Strong).Add(head.TextOf("mode") is { } mode ? $"({mode}) " : "").Add(head.TextOf("state") ?? "", InkOf(head.TextOf("state"))).Within(width);
        yield return new ScreenLine().Add("session   ", Ink.Faint).Add(head.TextOf("id") ?? "").Within(width);
        foreach (var line in ScreenLine.Wrapped("", $"objective {head.TextOf("objective")}", width))
        {
            yield return line;
        }

        foreach (var one in head.ItemsOf("participants"))
        {
            yield return new ScreenLine().Add("with      ", Ink.Faint).Add($"{one.TextOf("agent")} ").Add($"{one.TextOf("role")}, {one.TextOf("presence")}", Ink.Faint).Within(width);
        }

        foreach (var why in Texts(head.ObjectOf("match"), "why"))
        {
            yield return new ScreenLine().Add("because   ", Ink.Faint).Add(why).Within(width);
        }

        yield return ScreenLine.Empty;
        foreach (var line in Entries(detail).OrderBy(entry => entry.At).SelectMany(entry => EntryLines(entry.At, entry.By, entry.What, entry.Text, width)))
        {
            yield return line;
        }

        if (head.TextOf("summary") is { } summary)
        {
            foreach (var line in EntryLines(Time(head.TextOf("endedAt")), head.TextOf("endedBy") ?? "time", head.TextOf("state") ?? "ended", summary, width))
            {
                yield return line;
            }
        }
    }

    /// <summary>One entry: when, who, what; then its text.</summary>
    public static IEnumerable<ScreenLine> EntryLines(DateTimeOffset? at, string by, string what, string? text, int width)
    {
        yield return new ScreenLine()
            .Add(at?.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture) ?? "        ", Ink.Faint).Add("   ").Add(by, Ink.Strong).Add($" {what}", Ink.Faint).Within(width);
        if (!string.IsNullOrEmpty(text))
        {
            foreach (var line in ScreenLine.Wrapped(Indent, text.TrimEnd('\n'), width))
            {
                yield return line;
            }
        }
    }

    /// <summary>How a state is shown.</summary>
    public static Ink InkOf(string? state) => state switch { "open" => Ink.Good, "requested" => Ink.Caution, "ended" => Ink.Plain, _ => Ink.Faint };

    /// <summary>What a suggestion or another version of one says, for people.</summary>
    public static string ChangeOf(string? file, RegoObject change, string from, string to)
    {
        var where = change.TextOf(from) is { } first ? $"{file}:{first}{(change.TextOf(to) is { } last && last != first ? $"-{last}" : "")}" : file;
        return $"{where}{(change.TextOf("reason") is { } reason ? $" ({reason})" : "")}\n{change.TextOf("text") ?? change.TextOf("diff") ?? "(erased)"}";
    }

    private static IEnumerable<(DateTimeOffset? At, string By, string What, string? Text)> Entries(RegoObject detail)
    {
        foreach (var message in detail.ItemsOf("messages"))
        {
            yield return (Time(message.TextOf("at")), By(message), message.TextOf("about") is { } about ? $"said on suggestion {about}" : "said", message.TextOf("text") ?? "(erased)");
        }

        foreach (var decision in detail.ItemsOf("decisions"))
        {
            yield return (Time(decision.TextOf("at")), By(decision), "decided", $"{decision.TextOf("text") ?? "(erased)"}\nbecause: {decision.TextOf("reason")}");
        }

        foreach (var context in detail.ItemsOf("context"))
        {
            var hash = context.TextOf("hash") ?? "";
            yield return (Time(context.TextOf("at")), By(context), "attached", $"{context.TextOf("name")} ({context.TextOf("mediaType")}, {context.TextOf("size")} bytes{(context.TextOf("expired") == "true" ? ", expired" : "")})\nsha256:{hash}");
        }

        foreach (var suggestion in detail.ItemsOf("suggestions"))
        {
            var (number, file) = (suggestion.TextOf("number"), suggestion.TextOf("file"));
            foreach (var revision in suggestion.ItemsOf("revisions"))
            {
                var what = revision.TextOf("number") == "1" ? $"suggested {number}" : $"changed suggestion {number}";
                yield return (Time(revision.TextOf("at")), By(revision), what, ChangeOf(file, revision, "from", "to"));
            }

            if (suggestion.TextOf("judgedBy") is { } judge)
            {
                yield return (Time(suggestion.TextOf("judgedAt")), judge, $"{suggestion.TextOf("state")} suggestion {number}", suggestion.TextOf("judgedWhy"));
            }

            foreach (var proposal in suggestion.ItemsOf("proposals"))
            {
                var same = proposal.TextOf("same") switch { "true" => "as agreed", "false" => "NOT as agreed", _ => "cannot be compared" };
                yield return (Time(proposal.TextOf("at")), By(proposal), $"proposed suggestion {number} to the gate", $"proposal {proposal.TextOf("proposal")} ({same})");
            }
        }
    }

    private static string By(RegoObject entry) => entry.TextOf("by") ?? "";

    private static IEnumerable<string> Texts(RegoObject document, string name) => document.TryGet(name, out var value) && value is RegoArray array ? array.OfType<RegoString>().Select(text => text.Value) : [];

    private static DateTimeOffset? Time(string? text) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time) ? time : null;
}
