using System.CommandLine;
using System.Globalization;
using Pharos.Cli.Bench.Corpus;
using Pharos.Cli.Checks;
using Pharos.Cli.Invocation;
using Spectre.Console;

namespace Pharos.Cli.Bench;

/// <summary><c>bench gate</c>: the gate in this process, without the log; with <c>--corpus</c>, what it says to a corpus.</summary>
internal sealed class BenchGateCommand : ICommandSpecification
{
    private readonly CorpusBench _corpus = new();

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand(
            "gate",
            "Time a decision from memory and from analysis, beside a baseline of the same run",
            "pharos bench gate",
            "pharos bench gate --corpus commands.jsonl.gz --json",
            "pharos bench gate --corpus commands.jsonl.gz --list allow --label malicious",
            "pharos bench gate --corpus commands.jsonl.gz --by program --list review --source tldr");
        foreach (var option in _corpus.Options)
        {
            command.Add(option);
        }

        command.SetAction((parse, cancellationToken) => Task.FromResult(Run(new CommandCall(parse, common), cancellationToken)));
        return command;
    }

    private int Run(CommandCall call, CancellationToken cancellationToken)
    {
        if (LocalGateSetup.Create(call) is not { } gate)
        {
            return ExitCode.Failed;
        }

        if (_corpus.IsAsked(call))
        {
            _corpus.Run(call, () => LocalGateSetup.Create(call)!, cancellationToken);
            return ExitCode.Ok;
        }

        call.Error.WriteLine("measuring for about half a minute …");
        var report = new GateBench(gate, () => LocalGateSetup.Create(call)!, call.Clock).Run(cancellationToken);
        if (call.IsJson)
        {
            call.WriteJson(report.Write);
        }
        else
        {
            Print(call, report);
        }

        return ExitCode.Ok;
    }

    private static void Print(CommandCall call, GateReport report)
    {
        var table = new Table().AddColumns("gate, in process, log excluded", "p50", "p99", "× baseline", "calls");
        foreach (var timing in report.Timings)
        {
            table.AddRow(
                new Text(timing.Name),
                new Text(Timing.Format(timing.P50)),
                new Text(Timing.Format(timing.P99)),
                new Text((timing.P50 / report.Baseline.P50).ToString("0.00", CultureInfo.InvariantCulture)),
                new Text(timing.Calls.ToString(CultureInfo.InvariantCulture)));
        }

        call.WriteTable(table);
        call.Output.WriteLine($"Baseline: {report.Baseline.Name}. Sample: {report.Sample}. Tiers of the sample: {string.Join(", ", report.Tiers.Select(tier => $"{tier.Key} {tier.Value:P0}"))}.");
    }
}
