using System.CommandLine;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Cli.Reviews;
using Pharos.Rego.Values;

namespace Pharos.Cli.Elicitations;

/// <summary><c>elicitations list</c>: what somebody is asked, or asks.</summary>
internal sealed class ElicitationListCommand(ReviewAccess access) : ICommandSpecification
{
    private readonly Option<string?> _for = new("--for") { Description = "Only what this one is asked; me (the default without --from) for yourself", HelpName = "NAME" };
    private readonly Option<string?> _from = new("--from") { Description = "Only what this one asks; me for yourself", HelpName = "NAME" };
    private readonly Option<string?> _state = new("--state") { Description = "pending (default), accepted, declined, cancelled, expired, or closed for every ended one", HelpName = "STATE" };
    private readonly Option<bool> _all = new("--all") { Description = "Everybody's, for those who may read them" };
    private readonly Option<int> _limit = new("--limit") { Description = "How many (1 to 500)", HelpName = "N", DefaultValueFactory = _ => 50 };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand("list", "List what you are asked", "pharos elicitations list", "pharos elicitations list --from me --state closed", "pharos elicitations list --all --json")
        {
            _for, _from, _state, _all, _limit,
        };
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return access.RunAsync(call, connection => ListAsync(call, connection, cancellationToken), cancellationToken);
        });
        return command;
    }

    private async Task<int> ListAsync(CommandCall call, ServerConnection connection, CancellationToken cancellationToken)
    {
        var from = call.Value(_from);
        var reply = await new ElicitationClient(connection).ListAsync(
            [("for", call.Value(_for) ?? (from is null && !call.Value(_all) ? "me" : null)), ("from", from), ("state", call.Value(_state)), ("limit", $"{call.Value(_limit)}")],
            cancellationToken);
        if (!reply.IsOk)
        {
            return ReviewOutput.Fail(call, reply);
        }

        if (call.IsJson)
        {
            ReviewOutput.WriteJson(call, reply.Body);
            return ExitCode.Ok;
        }

        var items = reply.Body.ItemsOf("items").ToList();
        if (items.Count == 0)
        {
            call.Error.WriteLine("There is no such question.");
            return ExitCode.Ok;
        }

        var (width, now) = (ReviewOutput.Columns, call.Clock.GetUtcNow());
        ReviewOutput.Write(call, [ElicitationLines.Heading(width), .. items.Select(item => ElicitationLines.Of(item, now, width))]);
        return ExitCode.Ok;
    }
}
