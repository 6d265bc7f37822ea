using System.CommandLine;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;

namespace Pharos.Cli.Degradation;

/// <summary><c>degradation status</c>: the state with what it goes by.</summary>
internal sealed class DegradationStatusCommand : ICommandSpecification
{
    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand("status", "Show the state with its thresholds, breakers and throttle", "pharos degradation status", "pharos degradation status --json");
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return ServerCommand.RunAsync(
                call, async connection => DegradationReport.Print(call, await connection.SendAsync(HttpMethod.Get, "/api/degradation", null, cancellationToken)), cancellationToken);
        });
        return command;
    }
}
