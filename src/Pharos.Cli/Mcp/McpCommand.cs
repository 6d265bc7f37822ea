using System.CommandLine;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Cli.Mcp.Carrier;
using Pharos.Cli.Mcp.Pins;
using Pharos.Cli.Mcp.Proxy;

namespace Pharos.Cli.Mcp;

/// <summary><c>mcp</c>: the Model Context Protocol on standard input and output for one agent, carried to the running server.</summary>
internal sealed class McpCommand : ICommandSpecification
{
    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var access = new McpAccess();
        var command = new DocumentedCommand(
            "mcp",
            "Serve the Model Context Protocol on standard input and output, as one agent; agents start this themselves",
            "pharos mcp --agent claude-code",
            "pharos mcp --token-file /etc/pharos/builder.token",
            "pharos mcp --token-file sec-1.token --key-file sec-1.key",
            "pharos mcp --url https://pharos.example.org --token-file builder.token")
        {
            new ProxyCommand().Build(common),
            new PinsCommand().Build(common),
        };
        access.AddTo(command);
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return access.RunAsync(call, (where, token, key) => CarryAsync(call, where, token, key, cancellationToken), cancellationToken);
        });
        return command;
    }

    private static async Task<int> CarryAsync(CommandCall call, ServerAccess access, string token, string? key, CancellationToken cancellationToken)
    {
        using var client = ServerConnection.OpenClient(call.Data, access, token);
        await using var input = Console.OpenStandardInput();
        await using var output = Console.OpenStandardOutput();
        var where = access.Url?.ToString() ?? call.Data.Socket;
        using var agent = new ClientEnd(input, output);
        using var carrier = new StdioCarrier(new ServerEnd(client, where, call.Clock, key), agent, call.Error);
        await carrier.RunAsync(cancellationToken);
        return ExitCode.Ok;
    }
}
