using System.CommandLine;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Cli.Reviews.Screens;

namespace Pharos.Cli.Reviews;

/// <summary><c>review show</c>: everything there is to judge a review by.</summary>
internal sealed class ReviewShowCommand(ReviewAccess access) : ICommandSpecification
{
    private readonly Argument<string> _id = new("ID") { Description = "The review's id, or the end of it as lists show it" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand("show", "Show a review: what is proposed, what it would do, why it is open", "pharos review show 1f3a99c0", "pharos review show 1f3a99c0 --json") { _id };
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return access.RunAsync(call, connection => ShowAsync(call, connection, cancellationToken), cancellationToken);
        });
        return command;
    }

    private async Task<int> ShowAsync(CommandCall call, ServerConnection connection, CancellationToken cancellationToken)
    {
        var client = new ReviewClient(connection);
        var (id, problem) = await client.ResolveAsync(call.Value(_id)!, cancellationToken);
        if (problem is not null)
        {
            return call.Fail(problem.Code, problem.Message);
        }

        var reply = await client.ShowAsync(id, cancellationToken);
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
            ReviewOutput.Write(call, DetailLines.Of(reply.Body, call.Clock.GetUtcNow(), ReviewOutput.Columns));
        }

        return ExitCode.Ok;
    }
}
