using System.CommandLine;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Rego.Values;

namespace Pharos.Cli.Degradation;

/// <summary><c>degradation enter|recover|leave</c>: changes the state by hand.</summary>
/// <param name="name">The command's name.</param>
/// <param name="state">The state it leads to.</param>
/// <param name="description">What it does.</param>
/// <param name="example">A reason, as an example.</param>
internal sealed class DegradationChangeCommand(string name, string state, string description, string example) : ICommandSpecification
{
    private readonly Option<string> _reason = new("--reason") { Description = "Why; it is recorded, and in an emergency every denied agent reads it", Required = true };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand(name, description, $"pharos degradation {name} --reason \"{example}\"") { _reason };
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return ServerCommand.RunAsync(call, connection => ChangeAsync(call, connection, cancellationToken), cancellationToken);
        });
        return command;
    }

    private async Task<int> ChangeAsync(CommandCall call, ServerConnection connection, CancellationToken cancellationToken)
    {
        var body = RegoObject.Of(("state", RegoString.Of(state)), ("reason", RegoString.Of(call.Value(_reason)!)));
        return DegradationReport.Print(call, await connection.SendAsync(HttpMethod.Post, "/api/degradation", body, cancellationToken));
    }
}
