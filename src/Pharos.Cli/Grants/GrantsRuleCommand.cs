using System.CommandLine;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Rego.Values;

namespace Pharos.Cli.Grants;

/// <summary><c>grants rule</c>: makes a policy of what was granted, after it was tried on what was recorded.</summary>
internal sealed class GrantsRuleCommand : ICommandSpecification
{
    private readonly Argument<Guid> _id = new("ID") { Description = "The grant's id, as grants list shows it" };
    private readonly Option<string?> _apply = new("--apply") { Description = "Let the rule decide, over the version of the policies that the try-out named", HelpName = "VERSION" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand(
            "rule",
            "Make a policy of a grant: show the rule and what it would have changed, and apply it",
            "pharos grants rule 019a7b00-0000-7000-8000-000000000000",
            "pharos grants rule 019a7b00-0000-7000-8000-000000000000 --apply cfc330cca9410eca")
        {
            _id, _apply,
        };
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return ServerCommand.RunAsync(call, connection => MakeAsync(call, connection, cancellationToken), cancellationToken);
        });
        return command;
    }

    private async Task<int> MakeAsync(CommandCall call, ServerConnection connection, CancellationToken cancellationToken)
    {
        var version = call.Value(_apply);
        var body = version is null ? RegoObject.Empty : RegoObject.Of(("apply", RegoBoolean.True), ("policyVersion", RegoString.Of(version)));
        var reply = await connection.SendAsync(HttpMethod.Post, $"/api/grants/{call.Value(_id)}/rule", body, cancellationToken);
        if (!reply.IsOk)
        {
            return call.Fail(reply.Code, reply.Message);
        }

        if (call.IsJson)
        {
            call.Output.WriteLine(reply.Body.ToJson());
            return ExitCode.Ok;
        }

        call.Output.WriteLine(reply.Text("module"));
        call.Error.WriteLine($"Of {reply.Text("compared")} recorded decisions since {reply.Text("since")} it changes:");
        foreach (var change in reply.Body.ItemsOf("changes"))
        {
            call.Error.WriteLine($"  {change.TextOf("count")} from {change.TextOf("before")} to {change.TextOf("after")}");
        }

        call.Error.WriteLine(version is null
            ? $"Nothing was changed. To let it decide: pharos grants rule {call.Value(_id)} --apply {reply.Text("policyVersion")}"
            : $"It decides now, as {reply.Text("id")} in version {reply.Text("policyVersion")}.");
        return ExitCode.Ok;
    }
}
