using System.CommandLine;
using Pharos.Agents;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Rego.Values;

namespace Pharos.Cli.Tokens;

/// <summary><c>token create</c>: the token is the only line on standard output, so that it can be put into a file.</summary>
internal sealed class TokenCreateCommand : ICommandSpecification
{
    private readonly Option<string> _subject = new("--subject") { Description = "Who holds it; for an agent this is its id", HelpName = "NAME", Required = true };
    private readonly Option<string> _role = new("--role")
    {
        Description = $"What it may do: {string.Join(", ", Enum.GetValues<Role>().Select(RoleNames.Of))}",
        HelpName = "ROLE",
        Required = true,
    };

    private readonly Option<string?> _ttl = new("--ttl") { Description = "How long it is accepted, for example 12h or 30d (default: tokens.defaultTtl, 30d)", HelpName = "TIME" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        _role.AcceptOnlyFromAmong([.. Enum.GetValues<Role>().Select(RoleNames.Of)]);
        var command = new DocumentedCommand(
            "create",
            "Issue a token; it is shown this once",
            "pharos token create --subject claude-1 --role agent",
            "pharos token create --subject anna --role reviewer --ttl 12h > anna.token")
        {
            _subject, _role, _ttl,
        };
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return ServerCommand.RunAsync(call, connection => CreateAsync(call, connection, cancellationToken), cancellationToken);
        });
        return command;
    }

    private async Task<int> CreateAsync(CommandCall call, ServerConnection connection, CancellationToken cancellationToken)
    {
        var body = new RegoObject.Builder();
        body.Set("subject", RegoString.Of(call.Value(_subject)!));
        body.Set("role", RegoString.Of(call.Value(_role)!));
        if (call.Value(_ttl) is { } ttl)
        {
            body.Set("ttl", RegoString.Of(ttl));
        }

        var reply = await connection.SendAsync(HttpMethod.Post, "/api/tokens", body.Build(), cancellationToken);
        if (!reply.IsOk)
        {
            return call.Fail(reply.Code, reply.Message);
        }

        if (call.IsJson)
        {
            call.Output.WriteLine(reply.Body.ToJson());
            return ExitCode.Ok;
        }

        call.Error.WriteLine($"{reply.Text("role")} {reply.Text("subject")}, accepted until {reply.Text("expiresAt")}, id {reply.Text("id")}:");
        call.Output.WriteLine(reply.Text("token"));
        return ExitCode.Ok;
    }
}
