using System.CommandLine;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Cli.Logs;
using Pharos.Cli.Reviews;

namespace Pharos.Cli.Collaborations;

/// <summary><c>collaborations tail</c>: a session as it goes on, from its beginning until it ends.</summary>
internal sealed class CollaborationTailCommand(ReviewAccess access) : ICommandSpecification
{
    private readonly Argument<string> _id = new("ID") { Description = "The session's id, or the end of it as lists show it" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand("tail", "Follow a session until it ends", "pharos collaborations tail 1f3a99c0", "pharos collaborations tail 1f3a99c0 --json") { _id };
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return access.RunAsync(call, connection => TailAsync(call, connection, cancellationToken), cancellationToken);
        });
        return command;
    }

    private async Task<int> TailAsync(CommandCall call, ServerConnection connection, CancellationToken cancellationToken)
    {
        if (connection.IsOwn)
        {
            return call.Fail("server.unreachable", "No server is running, so nothing more will be said. Read the session with: pharos collaborations show ID; or start a server with: pharos serve");
        }

        var (id, problem) = await new CollaborationClient(connection).ResolveAsync(call.Value(_id)!, cancellationToken);
        if (problem is not null)
        {
            return call.Fail(problem.Code, problem.Message);
        }

        try
        {
            await foreach (var record in new EventStream(connection, $"/api/collaborations/{id}/stream", call.Error.WriteLine, call.Clock).ReadAsync(cancellationToken))
            {
                if (call.IsJson)
                {
                    ReviewOutput.WriteJson(call, record);
                }
                else
                {
                    ReviewOutput.Write(call, CollaborationEventLines.Of(record, ReviewOutput.Columns));
                }

                await call.Output.FlushAsync(cancellationToken);
                if (CollaborationEventLines.IsLast(record) || (CollaborationEventLines.MayBeLast(record) && await IsOverAsync(connection, id, cancellationToken)))
                {
                    return ExitCode.Ok;
                }
            }
        }
        catch (EventStreamRefusedException refused)
        {
            return call.Fail(refused.Code, refused.Message);
        }

        return ExitCode.Ok;
    }

    private static async Task<bool> IsOverAsync(ServerConnection connection, Guid id, CancellationToken cancellationToken)
    {
        var reply = await new CollaborationClient(connection).ShowAsync(id, null, cancellationToken);
        return reply.Body.ObjectOf("collaboration").TextOf("state") is not ("open" or "requested");
    }
}
