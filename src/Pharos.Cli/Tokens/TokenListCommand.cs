using System.CommandLine;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Spectre.Console;

namespace Pharos.Cli.Tokens;

/// <summary><c>token list</c>: every token, without its text, which is kept nowhere.</summary>
internal sealed class TokenListCommand : ICommandSpecification
{
    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand("list", "List issued and revoked tokens", "pharos token list", "pharos token list --json");
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return ServerCommand.RunAsync(call, connection => ListAsync(call, connection, cancellationToken), cancellationToken);
        });
        return command;
    }

    private static async Task<int> ListAsync(CommandCall call, ServerConnection connection, CancellationToken cancellationToken)
    {
        var reply = await connection.SendAsync(HttpMethod.Get, "/api/tokens", null, cancellationToken);
        if (!reply.IsOk)
        {
            return call.Fail(reply.Code, reply.Message);
        }

        if (call.IsJson)
        {
            call.Output.WriteLine(reply.Body.ToJson());
            return ExitCode.Ok;
        }

        var table = new Table().AddColumns("id", "subject", "role", "issued", "expires", "revoked");
        foreach (var token in reply.Body.ItemsOf("tokens"))
        {
            table.AddRow([.. ((string[])["id", "subject", "role", "issuedAt", "expiresAt", "revokedAt"]).Select(name => new Text(token.TextOf(name) ?? ""))]);
        }

        call.WriteTable(table);
        return ExitCode.Ok;
    }
}
