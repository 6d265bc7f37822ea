using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Cli.Reviews;
using Pharos.Cli.Reviews.Screens;
using Pharos.Rego.Values;

namespace Pharos.Cli.Experts;

/// <summary>Reports what the server answered: the document, lines for people, or why not.</summary>
internal static class ExpertReport
{
    /// <summary>Prints it and gives the exit code.</summary>
    public static int Of(CommandCall call, ServerReply reply, Func<RegoObject, IEnumerable<ScreenLine>> lines)
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
            ReviewOutput.Write(call, lines(reply.Body));
        }

        return ExitCode.Ok;
    }
}
