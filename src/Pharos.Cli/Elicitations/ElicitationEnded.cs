using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Cli.Reviews;

namespace Pharos.Cli.Elicitations;

/// <summary>Reports what a step came to.</summary>
internal static class ElicitationEnded
{
    /// <summary>Prints where the elicitation stands now, or why it did not move.</summary>
    public static int Report(CommandCall call, ServerReply reply)
    {
        if (!reply.IsOk)
        {
            return ReviewOutput.Fail(call, reply);
        }

        if (call.IsJson)
        {
            ReviewOutput.WriteJson(call, reply.Body);
        }
        else
        {
            ReviewOutput.Write(call, [ElicitationLines.Of(reply.Body, call.Clock.GetUtcNow(), ReviewOutput.Columns)]);
        }

        return ExitCode.Ok;
    }
}
