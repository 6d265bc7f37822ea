using System.CommandLine;
using Pharos.Cli.Invocation;

namespace Pharos.Cli.Bench.Elicitations;

/// <summary><c>bench elicitation-bare</c>: runs <see cref="BareElicitations"/> as a process of its own.</summary>
internal sealed class BareElicitationCommand : ICommandSpecification
{
    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand("elicitation-bare", "The baseline of bench elicitation: a server that only hands questions and answers on", "pharos bench elicitation-bare") { Hidden = true };
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return BareServer.RunAsync(call, new BareElicitations(call.Clock).Map, cancellationToken);
        });
        return command;
    }
}
