using System.CommandLine;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Cli.Reviews;
using Pharos.Proposals;
using Spectre.Console;

namespace Pharos.Cli.Mcp.Pins;

/// <summary><c>mcp pins list</c>: every tool that was seen, what waits first.</summary>
internal sealed class PinsListCommand(ReviewAccess access) : ICommandSpecification
{
    private readonly Option<string?> _state = new("--state") { Description = "Only what is pinned, waiting, refused or rejected", HelpName = "STATE" };
    private readonly Option<string?> _server = new("--server") { Description = "Only one server's", HelpName = "NAME" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand("list", "List the tools that were seen, what waits or was refused first", "pharos mcp pins list", "pharos mcp pins list --state waiting --json") { _state, _server };
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return access.RunAsync(call, connection => ListAsync(call, connection, cancellationToken), cancellationToken);
        });
        return command;
    }

    private async Task<int> ListAsync(CommandCall call, ServerConnection connection, CancellationToken cancellationToken)
    {
        var query = $"/api/definitions?state={Uri.EscapeDataString(call.Value(_state) ?? "")}&server={Uri.EscapeDataString(call.Value(_server) ?? "")}";
        var reply = await connection.SendAsync(HttpMethod.Get, query, null, cancellationToken);
        if (!reply.IsOk)
        {
            return call.Fail(reply.Code, reply.Message);
        }

        if (call.IsJson)
        {
            call.Output.WriteLine(reply.Body.ToJson());
            return ExitCode.Ok;
        }

        var table = new Table().AddColumns("id", "state", "server", "tool", "agent", "workspace", "by", "review");
        foreach (var entry in reply.Body.ItemsOf("definitions"))
        {
            string[] cells =
            [
                (entry.TextOf("id") ?? "")[^PinEntry.ShownIdCharacters..], entry.TextOf("state") ?? "", entry.TextOf("server") ?? "", entry.TextOf("tool") ?? "",
                entry.TextOf("agent") ?? "", entry.TextOf("workspace") ?? "", entry.TextOf("pinnedBy") ?? "", entry.TextOf("review") ?? "",
            ];
            table.AddRow([.. cells.Select(cell => new Text(VisibleText.Of(cell)))]);
        }

        call.WriteTable(table);
        return ExitCode.Ok;
    }
}
