using System.CommandLine;
using System.Text;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;

namespace Pharos.Cli.Logs;

/// <summary><c>log query</c>: one page of matching events.</summary>
internal sealed class LogQueryCommand : ICommandSpecification
{
    private readonly Option<string?>[] _filters =
    [
        new("--type") { Description = "Exact type, for example proposal.decided", HelpName = "TYPE" },
        new("--agent") { Description = "Exact agent id", HelpName = "ID" },
        new("--workspace") { Description = "Exact workspace root", HelpName = "DIR" },
        new("--correlation") { Description = "Everything that belongs together", HelpName = "UUID" },
        new("--from") { Description = "Earliest time, ISO 8601, included", HelpName = "TIME" },
        new("--to") { Description = "Time before which events happened", HelpName = "TIME" },
        new("--after") { Description = "Continue behind this position", HelpName = "N" },
        new("--limit") { Description = "Most events, 1 to 1000 (default 100)", HelpName = "N" },
        new("--order") { Description = "asc (default) or desc", HelpName = "ORDER" },
    ];

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand(
            "query",
            "Search the log",
            "pharos log query --type proposal.decided --agent claude-1 --order desc --limit 20",
            "pharos log query --from 2026-11-21T08:00:00Z --json");
        foreach (var filter in _filters)
        {
            command.Options.Add(filter);
        }

        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return ServerCommand.RunAsync(call, connection => QueryAsync(call, connection, cancellationToken), cancellationToken);
        });
        return command;
    }

    private async Task<int> QueryAsync(CommandCall call, ServerConnection connection, CancellationToken cancellationToken)
    {
        var path = new StringBuilder("/api/events?");
        foreach (var filter in _filters)
        {
            if (call.Value(filter) is { } value)
            {
                path.Append(filter.Name[2..]).Append('=').Append(Uri.EscapeDataString(value)).Append('&');
            }
        }

        var reply = await connection.SendAsync(HttpMethod.Get, path.ToString().TrimEnd('&', '?'), null, cancellationToken);
        if (!reply.IsOk)
        {
            return call.Fail(reply.Code, reply.Message);
        }

        if (call.IsJson)
        {
            call.Output.WriteLine(reply.Body.ToJson());
            return ExitCode.Ok;
        }

        foreach (var record in reply.Body.ItemsOf("events"))
        {
            call.Output.WriteLine(EventLines.Of(record));
        }

        if (reply.Text("next") is { } next)
        {
            call.Error.WriteLine($"More follows: --after {next}");
        }

        return ExitCode.Ok;
    }
}
