using Pharos.Cli.Invocation;
using Pharos.Events.Evidence;

namespace Pharos.Cli.Logs;

/// <summary>Says what a verification found.</summary>
internal static class VerifyReportText
{
    /// <summary>Prints a report.</summary>
    /// <returns>0 when everything fits, 1 when not.</returns>
    public static int Print(CommandCall call, VerifyReport report, TimeSpan time)
    {
        if (call.IsJson)
        {
            WriteJson(call, report, time);
        }
        else
        {
            WriteText(call, report, time);
        }

        return report.Break is null ? ExitCode.Ok : ExitCode.Failed;
    }

    private static void WriteText(CommandCall call, VerifyReport report, TimeSpan time)
    {
        var beside = $"{report.Anchors} heads and checkpoints compared, {report.Checkpoints} signatures"
            + (report.Erased + report.Archived > 0 ? $", {report.Erased} payloads erased and {report.Archived} archived, each recorded" : "")
            + (report.Blobs > 0 ? $", {report.Blobs} blobs" : "");
        if (report.Break is { } broken)
        {
            call.Output.WriteLine($"BROKEN at position {broken.Position} ({ChainBreakKinds.NameOf(broken.Kind)}): {broken.Message}");
            call.Output.WriteLine(report.Events == 0 ? "Nothing before it fits." : $"Everything from {report.First} to {report.Head} fits.");
            return;
        }

        call.Output.WriteLine($"The chain holds: {report.Events} events, {beside}, in {time.TotalSeconds:0.0} s. Hash at {report.Head}: {report.Hash}");
        if (report.First.Value > 1)
        {
            call.Output.WriteLine($"Begun at {report.First}, trusting {report.AnchoredOn}.");
        }

        if (report.Keys.Count > 0)
        {
            call.Output.WriteLine($"Signed with {string.Join(", ", report.Keys)}.");
        }
    }

    private static void WriteJson(CommandCall call, VerifyReport report, TimeSpan time) => call.WriteJson(json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("valid", report.Break is null);
        json.WriteNumber("first", report.First.Value);
        json.WriteNumber("events", report.Events);
        json.WriteNumber("head", report.Head.Value);
        json.WriteString("hash", report.Hash?.ToString());
        json.WriteString("anchoredOn", report.AnchoredOn);
        json.WriteNumber("heads", report.Anchors);
        json.WriteNumber("checkpoints", report.Checkpoints);
        json.WriteStartArray("keys");
        foreach (var key in report.Keys)
        {
            json.WriteStringValue(key);
        }

        json.WriteEndArray();
        json.WriteNumber("erased", report.Erased);
        json.WriteNumber("archived", report.Archived);
        json.WriteNumber("blobs", report.Blobs);
        if (report.Break is { } broken)
        {
            json.WriteStartObject("break");
            json.WriteNumber("position", broken.Position.Value);
            json.WriteString("kind", ChainBreakKinds.NameOf(broken.Kind));
            json.WriteString("message", broken.Message);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("break");
        }

        json.WriteNumber("milliseconds", (long)time.TotalMilliseconds);
        json.WriteEndObject();
    });
}
