using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Cli.Reviews.Screens;

namespace Pharos.Cli.Reviews;

/// <summary>Reports what a step came to.</summary>
internal static class ReviewMoved
{
    /// <summary>Prints where the review stands now, or why it did not move.</summary>
    public static int Report(CommandCall call, ServerReply reply)
    {
        if (!reply.IsOk)
        {
            return ReviewOutput.Fail(call, reply);
        }

        if (call.IsJson)
        {
            ReviewOutput.WriteJson(call, reply.Body);
            return ExitCode.Ok;
        }

        var entry = new ReviewEntry(reply.Body);
        var where = entry.IsClosed ? entry.Outcome : entry.Holder is { } holder ? $"held by {holder}" : entry.State;
        ReviewOutput.Write(call, [new ScreenLine().Add($"{entry.ShortId} ", Ink.Faint).Add(where, ListLines.StateOf(entry)).Add($"  {entry.Summary}").Within(ReviewOutput.Columns)]);
        return ExitCode.Ok;
    }
}
