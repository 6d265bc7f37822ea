using System.CommandLine;
using System.Globalization;
using Pharos.Cli.Bench.Elicitations;
using Pharos.Cli.Invocation;
using Spectre.Console;

namespace Pharos.Cli.Bench;

/// <summary><c>bench elicitation</c>: how fast a question reaches the one asked, and the answer whoever asked, while many agents are connected.</summary>
internal sealed class BenchElicitationCommand : ICommandSpecification
{
    private readonly Option<int> _agents = new("--agents") { Description = "How many agents are connected (default 1000)", HelpName = "N", DefaultValueFactory = _ => 1000 };
    private readonly Option<int> _rate = new("--rate") { Description = "Questions a second (default 100)", HelpName = "N", DefaultValueFactory = _ => 100 };
    private readonly Option<int> _seconds = new("--seconds") { Description = "How long (default 20)", HelpName = "N", DefaultValueFactory = _ => 20 };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        Bound(_agents, 10, 10_000);
        Bound(_rate, 1, 1000);
        Bound(_seconds, 1, 600);
        var command = new DocumentedCommand(
            "elicitation",
            "Start a server on a temporary data directory, connect agents by streams and long polls, let them ask each other, and hold the log against what was done",
            "pharos bench elicitation",
            "pharos bench elicitation --agents 100 --rate 10 --seconds 5 --json")
        {
            _agents,
            _rate,
            _seconds,
        };
        command.SetAction((parse, cancellationToken) => RunAsync(new CommandCall(parse, common), cancellationToken));
        return command;
    }

    private static void Bound(Option<int> option, int least, int most) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() is var number && (number < least || number > most))
        {
            result.AddError($"{option.Name} is a number from {least} to {most}.");
        }
    });

    private async Task<int> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        await using var bench = new ElicitationBench(call.Value(_agents), call.Value(_rate), TimeSpan.FromSeconds(call.Value(_seconds)), call.Clock);
        var report = await bench.RunAsync(step => call.Error.WriteLine(step), cancellationToken);
        if (call.IsJson)
        {
            call.WriteJson(report.Write);
        }
        else
        {
            Print(call, report);
        }

        return report.IsComplete ? ExitCode.Ok : ExitCode.Failed;
    }

    private static void Print(CommandCall call, ElicitationReport report)
    {
        var table = new Table().AddColumns($"{report.Agents:N0} agents, {report.PerSecond:N0}/s", "times", "p50", "p99", "baseline p50", "baseline p99", "times baseline (p99)");
        foreach (var step in report.Steps.Concat([report.Baseline, report.Durable, report.Lateness]))
        {
            var bare = report.BareOf(step);
            table.AddRow(
                new Text(step.Name),
                new Text(step.Calls.ToString("N0", CultureInfo.InvariantCulture)),
                new Text(Timing.Format(step.P50)),
                new Text(Timing.Format(step.P99)),
                new Text(bare is null ? "" : Timing.Format(bare.P50)),
                new Text(bare is null ? "" : Timing.Format(bare.P99)),
                new Text(bare is null ? "" : (step.P99 / bare.P99).ToString("0.0", CultureInfo.InvariantCulture)));
        }

        call.WriteTable(table);
        call.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Asked:N0} asked and {report.Answered:N0} answered, {report.Refused:N0} answers refused as they must be, {report.Failures:N0} failed; {report.Events:N0} events in the log: {(report.IsComplete ? "every step, and no other" : "NOT what was done")}."));
        call.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Bar: p99 below {ElicitationReport.BarMilliseconds} ms for each: {(report.IsMet ? "met" : "missed")}."));
    }
}
