using System.CommandLine;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Cli.Reviews;
using Pharos.Rego.Values;

namespace Pharos.Cli.Elicitations;

/// <summary>An end without an answer: <c>decline</c>, <c>cancel</c>.</summary>
/// <param name="access">As whom.</param>
/// <param name="step">The step, as the server calls it.</param>
/// <param name="description">What it does.</param>
internal sealed class ElicitationEndCommand(ReviewAccess access, string step, string description) : ICommandSpecification
{
    private readonly Argument<string> _id = new("ID") { Description = "The elicitation's id, or the end of it as lists show it" };
    private readonly Option<string?> _reason = new("--reason") { Description = "Why, for the other side", HelpName = "TEXT" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand(step, description, $"pharos elicitations {step} 1f3a99c0 --reason 'ask the owner'") { _id, _reason };
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return access.RunAsync(call, connection => EndAsync(call, connection, cancellationToken), cancellationToken);
        });
        return command;
    }

    private async Task<int> EndAsync(CommandCall call, ServerConnection connection, CancellationToken cancellationToken)
    {
        var client = new ElicitationClient(connection);
        var found = await client.FindAsync(call.Value(_id)!, cancellationToken);
        return ElicitationEnded.Report(
            call, found.IsOk ? await client.EndAsync(found.Body, step, [("reason", call.Value(_reason) is { } reason ? RegoString.Of(reason) : null)], cancellationToken) : found);
    }
}
