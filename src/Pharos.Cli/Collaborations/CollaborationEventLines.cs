using System.Globalization;
using Pharos.Cli.Connection;
using Pharos.Cli.Reviews.Screens;
using Pharos.Rego.Values;

namespace Pharos.Cli.Collaborations;

/// <summary>An event of a session as an entry of a transcript.</summary>
internal static class CollaborationEventLines
{
    /// <summary>Whether nothing comes after an event.</summary>
    public static bool IsLast(RegoObject record) => record.TextOf("type") is "collaboration.ended" or "collaboration.expired";

    /// <summary>Whether an event may have been the last one: a partner that declines closes the pair.</summary>
    public static bool MayBeLast(RegoObject record) => record.TextOf("type") is "collaboration.left";

    /// <summary>The lines of an event.</summary>
    public static IEnumerable<ScreenLine> Of(RegoObject record, int width)
    {
        var payload = record.ObjectOf("payload");
        var number = payload.TextOf("number");
        var (what, text) = record.TextOf("type") switch
        {
            "collaboration.started" => ($"started a session of kind {payload.TextOf("kind")}", payload.TextOf("objective")),
            "collaboration.invited" => ($"asked {payload.TextOf("agent")} in", null),
            "collaboration.accepted" => ("accepted", null),
            "collaboration.joined" => ("joined", null),
            "collaboration.left" => ("left", payload.TextOf("text")),
            "collaboration.removed" => ($"removed {payload.TextOf("agent") ?? "(erased)"}", payload.TextOf("text")),
            "collaboration.commented" => (payload.TextOf("about") is { } about ? $"said on suggestion {about}" : "said", payload.TextOf("text") ?? "(erased)"),
            "collaboration.decided" => ("decided", $"{payload.TextOf("text")}\nbecause: {payload.TextOf("reason")}"),
            "collaboration.suggested" => ("suggested", Change(payload.TextOf("file"), payload)),
            "collaboration.suggestion-modified" => ($"changed suggestion {number}", Change(null, payload)),
            "collaboration.suggestion-accepted" => ($"accepted suggestion {number}", payload.TextOf("reason")),
            "collaboration.suggestion-rejected" => ($"{(payload.TextOf("isWithdrawn") == "true" ? "took back" : "rejected")} suggestion {number}", payload.TextOf("reason")),
            "collaboration.suggestion-proposed" => ($"proposed suggestion {number} to the gate", $"proposal {payload.TextOf("proposal")}"),
            "collaboration.context-attached" => ("attached", $"{payload.TextOf("name")} ({payload.TextOf("mediaType")}, {payload.TextOf("size")} bytes)\nsha256:{payload.TextOf("hash")}"),
            "collaboration.ended" => ("ended the session", payload.TextOf("text")),
            "collaboration.expired" => ("closed the session", payload.TextOf("text")),
            var other => (other ?? "", null),
        };
        var at = DateTimeOffset.TryParse(record.TextOf("at"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time) ? time : default(DateTimeOffset?);
        return TranscriptLines.EntryLines(at, record.ObjectOf("actor").TextOf("id") ?? "", what, text, width);
    }

    private static string Change(string? file, RegoObject payload) => TranscriptLines.ChangeOf(file, payload.ObjectOf("change"), "fromLine", "toLine");
}
