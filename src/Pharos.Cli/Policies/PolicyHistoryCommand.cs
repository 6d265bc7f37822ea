using System.CommandLine;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Spectre.Console;

namespace Pharos.Cli.Policies;

/// <summary><c>policy history</c>: which versions decided when.</summary>
internal sealed class PolicyHistoryCommand : ICommandSpecification
{
    private readonly Option<int> _limit = new("--limit") { Description = "Most activations, the newest first", HelpName = "N", DefaultValueFactory = _ => 20 };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand("history", "Which versions of the policies decided when, and who activated them", "pharos policy history", "pharos policy history --limit 100 --json") { _limit };
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return ServerCommand.RunAsync(call, connection => ShowAsync(call, connection, cancellationToken), cancellationToken);
        });
        return command;
    }

    private async Task<int> ShowAsync(CommandCall call, ServerConnection connection, CancellationToken cancellationToken)
    {
        var reply = await connection.SendAsync(HttpMethod.Get, $"/api/policies/history?limit={call.Value(_limit)}", null, cancellationToken);
        if (!reply.IsOk)
        {
            return call.Fail(reply.Code, reply.Message);
        }

        if (call.IsJson)
        {
            call.Output.WriteLine(reply.Body.ToJson());
            return ExitCode.Ok;
        }

        var table = new Table().AddColumns("Version", "When", "Who", "Why", "Bundles");
        foreach (var activation in reply.Body.ItemsOf("activations"))
        {
            var bundles = activation.ItemsOf("bundles").Select(bundle => $"{bundle.TextOf("name")} {bundle.TextOf("revision")}".Trim());
            table.AddRow(
                activation.TextOf("version") ?? "", activation.TextOf("at") ?? "", Markup.Escape(activation.TextOf("by") ?? ""), activation.TextOf("reason") ?? "", Markup.Escape(string.Join(", ", bundles)));
        }

        call.WriteTable(table);
        return ExitCode.Ok;
    }
}
