using System.CommandLine;
using System.Globalization;
using Pharos.Cli.Invocation;
using Spectre.Console;

namespace Pharos.Cli.Bench;

/// <summary><c>bench proxy</c>: what the proxy adds to a call of a tool, held against the same server without it in the same run.</summary>
internal sealed class BenchProxyCommand : ICommandSpecification
{
    private readonly Argument<string[]> _command = new("COMMAND") { Description = "Another server with a tool \"echo\" that takes a \"message\", after --", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<int> _calls = new("--calls") { Description = "How many calls are measured", HelpName = "N", DefaultValueFactory = _ => 2_000 };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand(
            "proxy",
            "Call a tool through the proxy and without it, in turns: gate, log and judged results included",
            "pharos bench proxy",
            "pharos bench proxy --json",
            "pharos bench proxy -- npx -y @modelcontextprotocol/server-everything")
        {
            _command, _calls,
        };
        command.SetAction((parse, cancellationToken) => RunAsync(new CommandCall(parse, common), cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        if (call.Value(_calls) is < 10 or > 1_000_000)
        {
            return call.Misuse("--calls is a number from 10 to 1000000.");
        }

        await using var bench = new ProxyBench(call.Value(_command) ?? [], call.Value(_calls), call.Clock);
        var report = await bench.RunAsync(step => call.Error.WriteLine(step), cancellationToken);
        if (call.IsJson)
        {
            call.WriteJson(report.Write);
            return ExitCode.Ok;
        }

        var table = new Table().AddColumns("one call of a tool, from the client to the client", "p50", "p99", "calls");
        foreach (var timing in (Timing[])[report.Proxied, report.Direct])
        {
            table.AddRow(new Text(timing.Name), new Text(Timing.Format(timing.P50)), new Text(Timing.Format(timing.P99)), new Text(timing.Calls.ToString(CultureInfo.InvariantCulture)));
        }

        call.WriteTable(table);
        call.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"The proxy adds {Timing.Format(report.AddedP50)} p50 and {Timing.Format(report.AddedP99)} p99: two decisions on the log for each call. fdatasync on this disk: {report.SyncMicroseconds:0} µs p50."));
        return ExitCode.Ok;
    }
}
