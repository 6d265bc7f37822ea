using System.CommandLine;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Cli.Reviews;

namespace Pharos.Cli.Collaborations;

/// <summary><c>collaborations show</c>: a session as a transcript, as it stands or stood.</summary>
internal sealed class CollaborationShowCommand(ReviewAccess access) : ICommandSpecification
{
    private readonly Argument<string> _id = new("ID") { Description = "The session's id, or the end of it as lists show it" };
    private readonly Option<long?> _at = new("--at") { Description = "As it stood after this position of the log", HelpName = "POSITION" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand("show", "Show a session as a transcript", "pharos collaborations show 1f3a99c0", "pharos collaborations show 1f3a99c0 --at 4711") { _id, _at };
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return access.RunAsync(call, connection => ShowAsync(call, connection, cancellationToken), cancellationToken);
        });
        return command;
    }

    private async Task<int> ShowAsync(CommandCall call, ServerConnection connection, CancellationToken cancellationToken)
    {
        var client = new CollaborationClient(connection);
        var (id, problem) = await client.ResolveAsync(call.Value(_id)!, cancellationToken);
        if (problem is not null)
        {
            return call.Fail(problem.Code, problem.Message);
        }

        var reply = await client.ShowAsync(id, call.Value(_at), cancellationToken);
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
            ReviewOutput.Write(call, TranscriptLines.Of(reply.Body, ReviewOutput.Columns));
        }

        return ExitCode.Ok;
    }
}
