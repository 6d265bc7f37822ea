using System.CommandLine;
using System.Globalization;
using Pharos.Cli.Checks;
using Pharos.Cli.Invocation;
using Spectre.Console;

namespace Pharos.Cli.Bench;

/// <summary><c>bench gate</c>: the gate in this process, without the log; with <c>--corpus</c>, what it says to a corpus.</summary>
internal sealed class BenchGateCommand : ICommandSpecification
{
    private readonly Option<string?> _corpus = new("--corpus") { Description = "Print the shares of allow, review and deny for each source of this corpus instead", HelpName = "FILE.jsonl[.gz]" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand(
            "gate",
            "Time a decision from memory and from analysis, beside a baseline of the same run",
            "pharos bench gate",
            "pharos bench gate --corpus commands.jsonl.gz --json")
        {
            _corpus,
        };
        command.SetAction((parse, cancellationToken) => Task.FromResult(Run(new CommandCall(parse, common), cancellationToken)));
        return command;
    }

    private int Run(CommandCall call, CancellationToken cancellationToken)
    {
        if (LocalGateSetup.Create(call) is not { } gate)
        {
            return ExitCode.Failed;
        }

        if (call.Value(_corpus) is { } corpus)
        {
            PrintShares(call, CorpusShares.Of(gate, CommandCorpus.Read(corpus), call, cancellationToken));
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

    private static void PrintShares(CommandCall call, IReadOnlyList<CorpusShare> shares)
    {
        if (call.IsJson)
        {
            call.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteStartArray("sources");
                foreach (var share in shares)
                {
                    share.Write(json);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            });
            return;
        }

        var table = new Table().AddColumns("source", "label", "commands", "allow", "review", "deny");
        foreach (var share in shares)
        {
            table.AddRow(
                new Text(share.Source),
                new Text(share.Label),
                new Text(share.Total.ToString(CultureInfo.InvariantCulture)),
                new Text(share.Percent(share.Allow)),
                new Text(share.Percent(share.Review)),
                new Text(share.Percent(share.Deny)));
        }

        call.WriteTable(table);
    }
}
