using System.CommandLine;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;

namespace Pharos.Cli.Grants;

/// <summary><c>grants revoke</c>: from the moment it returns, the same proposal is left open again.</summary>
internal sealed class GrantsRevokeCommand : ICommandSpecification
{
    private readonly Argument<Guid> _id = new("ID") { Description = "The grant's id, as grants list shows it" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand("revoke", "Take a grant back at once", "pharos grants revoke 019a7b00-0000-7000-8000-000000000000") { _id };
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return ServerCommand.RunAsync(call, connection => RevokeAsync(call, connection, cancellationToken), cancellationToken);
        });
        return command;
    }

    private async Task<int> RevokeAsync(CommandCall call, ServerConnection connection, CancellationToken cancellationToken)
    {
        var reply = await connection.SendAsync(HttpMethod.Delete, $"/api/grants/{call.Value(_id)}", null, cancellationToken);
        if (!reply.IsOk)
        {
            return call.Fail(reply.Code, reply.Message);
        }

        call.Output.WriteLine(call.IsJson ? reply.Body.ToJson() : $"Revoked the grant of {reply.Text("by")} to {reply.Text("agent")}, which would have lasted until {reply.Text("until")}.");
        return ExitCode.Ok;
    }
}
