using System.CommandLine;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Cli.Reviews;
using Pharos.Cli.Reviews.Screens;

namespace Pharos.Cli.Collaborations;

/// <summary><c>collaborations remove</c>: takes a participant out of a session, as an administrator or as who started it.</summary>
internal sealed class CollaborationRemoveCommand(ReviewAccess access) : ICommandSpecification
{
    private readonly Argument<string> _id = new("ID") { Description = "The session's id, or the end of it as lists show it" };
    private readonly Argument<string> _agent = new("AGENT") { Description = "Who" };
    private readonly Option<string?> _reason = new("--reason") { Description = "Why, for the others and the record", HelpName = "TEXT" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand("remove", "Remove a participant, who sees nothing of the session from then on", "pharos collaborations remove 1f3a99c0 ben --reason 'off topic'") { _id, _agent, _reason };
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return access.RunAsync(call, connection => RemoveAsync(call, connection, cancellationToken), cancellationToken);
        });
        return command;
    }

    private async Task<int> RemoveAsync(CommandCall call, ServerConnection connection, CancellationToken cancellationToken)
    {
        var client = new CollaborationClient(connection);
        var (id, problem) = await client.ResolveAsync(call.Value(_id)!, cancellationToken);
        if (problem is not null)
        {
            return call.Fail(problem.Code, problem.Message);
        }

        var agent = call.Value(_agent)!;
        var reply = await client.RemoveAsync(id, agent, call.Value(_reason), cancellationToken);
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
            ReviewOutput.Write(call, [ScreenLine.Of($"{agent} was removed from the session {id}.")]);
        }

        return ExitCode.Ok;
    }
}
