using System.CommandLine;
using Pharos.Cli.Invocation;
using Pharos.Cli.Reviews;

namespace Pharos.Cli.Experts;

/// <summary><c>experts show</c>: one expert with everything about it.</summary>
internal sealed class ExpertsShowCommand(ReviewAccess access) : ICommandSpecification
{
    private readonly Argument<string> _id = new("ID") { Description = "The expert: the subject of its token" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand("show", "Show one expert", "pharos experts show sec-1") { _id };
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return access.RunAsync(
                call,
                async connection =>
                {
                    var reply = await connection.SendAsync(HttpMethod.Get, $"/api/experts/{Uri.EscapeDataString(call.Value(_id)!)}", null, cancellationToken);
                    return ExpertReport.Of(call, reply, ExpertLines.Detail);
                },
                cancellationToken);
        });
        return command;
    }
}
