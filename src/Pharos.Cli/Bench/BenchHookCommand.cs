using System.CommandLine;
using System.Globalization;
using Pharos.Cli.Invocation;
using Spectre.Console;

namespace Pharos.Cli.Bench;

/// <summary><c>bench hook</c>: a coding agent's hook from its start to its answer, with server, gate and log behind it.</summary>
internal sealed class BenchHookCommand : ICommandSpecification
{
    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand("hook", "Start a server on a temporary data directory and time the installed hook end to end", "pharos bench hook", "pharos bench hook --json");
        command.SetAction((parse, cancellationToken) => RunAsync(new CommandCall(parse, common), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        await using var bench = new HookBench(call.Clock);
        var report = await bench.RunAsync(step => call.Error.WriteLine(step), cancellationToken);
        if (call.IsJson)
        {
            call.WriteJson(report.Write);
            return ExitCode.Ok;
        }

        var table = new Table().AddColumns("hook, end to end, log included", "p50", "p99", "calls");
        foreach (var timing in report.Timings)
        {
            table.AddRow(new Text(timing.Name), new Text(Timing.Format(timing.P50)), new Text(Timing.Format(timing.P99)), new Text(timing.Calls.ToString(CultureInfo.InvariantCulture)));
        }

        call.WriteTable(table);
        call.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Start to first decision {report.StartMilliseconds:0} ms. Server's memory, idle: {report.IdleMegabytes:0} MB resident. fdatasync on this disk: {report.SyncMicroseconds:0} µs p50."));
        return ExitCode.Ok;
    }
}
