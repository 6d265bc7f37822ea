using System.CommandLine;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Cli.Reviews;

namespace Pharos.Cli.Elicitations;

/// <summary><c>elicitations show</c>: the question, the form of the answer, and the answer once there is one.</summary>
internal sealed class ElicitationShowCommand(ReviewAccess access) : ICommandSpecification
{
    private readonly Argument<string> _id = new("ID") { Description = "The elicitation's id, or the end of it as lists show it" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand("show", "Show a question with the form of its answer", "pharos elicitations show 1f3a99c0", "pharos elicitations show 1f3a99c0 --json") { _id };
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return access.RunAsync(call, connection => ShowAsync(call, connection, cancellationToken), cancellationToken);
        });
        return command;
    }

    private async Task<int> ShowAsync(CommandCall call, ServerConnection connection, CancellationToken cancellationToken)
    {
        var reply = await new ElicitationClient(connection).FindAsync(call.Value(_id)!, cancellationToken);
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
            ReviewOutput.Write(call, ElicitationLines.Detail(reply.Body, call.Clock.GetUtcNow(), ReviewOutput.Columns));
        }

        return ExitCode.Ok;
    }
}
