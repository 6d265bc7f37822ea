using System.CommandLine;
using Pharos.Cli.Invocation;
using Pharos.Cli.Reviews;
using Pharos.Rego.Values;

namespace Pharos.Cli.Experts;

/// <summary><c>experts suspend</c> and <c>resume</c>.</summary>
internal sealed class ExpertsStepCommand(ReviewAccess access, string step, string description) : ICommandSpecification
{
    private readonly Argument<string> _id = new("ID") { Description = "The expert: the subject of its token" };
    private readonly Option<string?> _reason = new("--reason") { Description = "Why; the expert is told", HelpName = "TEXT" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand(step, description, $"pharos experts {step} sec-1") { _id };
        if (step == "suspend")
        {
            command.Options.Add(_reason);
        }

        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            var reason = step == "suspend" ? call.Value(_reason) : null;
            return access.RunAsync(
                call,
                async connection =>
                {
                    var body = new RegoObject.Builder();
                    if (reason is not null)
                    {
                        body.Set("reason", RegoString.Of(reason));
                    }

                    var reply = await connection.SendAsync(HttpMethod.Post, $"/api/experts/{Uri.EscapeDataString(call.Value(_id)!)}/{step}", body.Build(), cancellationToken);
                    return ExpertReport.Of(call, reply, ExpertLines.Detail);
                },
                cancellationToken);
        });
        return command;
    }
}
