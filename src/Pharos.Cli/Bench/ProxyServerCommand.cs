using System.CommandLine;
using Pharos.Cli.Invocation;
using Pharos.Cli.Mcp.Proxy;

namespace Pharos.Cli.Bench;

/// <summary><c>bench proxy-server</c>: the server of <c>bench proxy</c>, with one tool that gives back what it gets, as fast as that can be done.</summary>
internal sealed class ProxyServerCommand : ICommandSpecification
{
    private const string Tools = """{"tools":[{"name":"echo","description":"Gives back the message.","inputSchema":{"type":"object","properties":{"message":{"type":"string"}}}}]}""";

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand("proxy-server", "The server that bench proxy calls", "pharos bench proxy-server") { Hidden = true };
        command.SetAction((_, cancellationToken) => RunAsync(cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var output = Console.OpenStandardOutput();
        using var writer = new MessageWriter(output);
        var lines = new MessageLines(Console.OpenStandardInput(), ProxyOptions.LongestMessage);
        while (await lines.ReadAsync(cancellationToken) is { } line)
        {
            if (JsonRpcMessage.Read(line.Bytes) is JsonRpcReading.Messages { All: [{ IsRequest: true } request] })
            {
                await writer.WriteAsync(
                    Replies.Result(JsonRpcMessage.Member(request.Body, "id"), json => json.WriteRawValue(request.Method switch
                    {
                        "initialize" => """{"protocolVersion":"2025-06-18","capabilities":{"tools":{}},"serverInfo":{"name":"bench","version":"1"}}""",
                        "tools/list" => Tools,
                        _ => $$"""{"content":[{"type":"text","text":{{JsonRpcMessage.Member(JsonRpcMessage.Member(request.Params, "arguments"), "message").GetRawText()}}}]}""",
                    })),
                    cancellationToken);
            }
        }

        return ExitCode.Ok;
    }
}
