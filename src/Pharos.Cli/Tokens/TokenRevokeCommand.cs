using System.CommandLine;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;

namespace Pharos.Cli.Tokens;

/// <summary><c>token revoke</c>: refused from the moment the command returns.</summary>
internal sealed class TokenRevokeCommand : ICommandSpecification
{
    private readonly Argument<Guid> _id = new("ID") { Description = "The token's id, as token list shows it" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand("revoke", "Withdraw a token at once", "pharos token revoke 019a7b00-0000-7000-8000-000000000000") { _id };
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return ServerCommand.RunAsync(call, connection => RevokeAsync(call, connection, cancellationToken), cancellationToken);
        });
        return command;
    }

    private async Task<int> RevokeAsync(CommandCall call, ServerConnection connection, CancellationToken cancellationToken)
    {
        var reply = await connection.SendAsync(HttpMethod.Delete, $"/api/tokens/{call.Value(_id)}", null, cancellationToken);
        if (!reply.IsOk)
        {
            return call.Fail(reply.Code, reply.Message);
        }

        call.Output.WriteLine(call.IsJson ? reply.Body.ToJson() : $"Revoked {reply.Text("role")} {reply.Text("subject")}.");
        return ExitCode.Ok;
    }
}
