using System.CommandLine;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Rego.Values;

namespace Pharos.Cli.Policies;

/// <summary><c>policy rollback</c>: lets an earlier version decide again.</summary>
internal sealed class PolicyRollbackCommand : ICommandSpecification
{
    private readonly Argument<string?> _version = new("VERSION") { Description = "The version, or its first four digits or more (default: the one before)", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<bool> _release = new("--release") { Description = "End a roll-back: folders and bundles decide again" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand(
            "rollback",
            "Let an earlier version of the policies decide again, exactly as it was, until a bundle is activated or it is released",
            "pharos policy rollback",
            "pharos policy rollback 3f2a91",
            "pharos policy rollback --release")
        {
            _version, _release,
        };
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return ServerCommand.RunAsync(call, connection => RollBackAsync(call, connection, cancellationToken), cancellationToken);
        });
        return command;
    }

    private async Task<int> RollBackAsync(CommandCall call, ServerConnection connection, CancellationToken cancellationToken)
    {
        if (call.Value(_release) && call.Value(_version) is not null)
        {
            return call.Misuse("Say either a version or --release.");
        }

        var body = RegoObject.Of(
            ("version", call.Value(_version) is { } version ? RegoString.Of(version) : RegoNull.Instance), ("release", RegoBoolean.Of(call.Value(_release))));
        var reply = await connection.SendAsync(HttpMethod.Post, "/api/policies/rollback", body, cancellationToken);
        if (!reply.IsOk)
        {
            return PolicyRefusal.Report(call, reply);
        }

        call.Output.WriteLine(
            call.IsJson ? reply.Body.ToJson()
            : call.Value(_release) ? $"Folders and bundles decide again: version {reply.Text("version")}."
            : $"Version {reply.Text("version")} decides again, and stays so. End that with: pharos policy rollback --release");
        return ExitCode.Ok;
    }
}
