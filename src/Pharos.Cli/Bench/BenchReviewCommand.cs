using System.CommandLine;
using System.Globalization;
using Pharos.Cli.Invocation;
using Spectre.Console;

namespace Pharos.Cli.Bench;

/// <summary><c>bench review</c>: what a reviewer waits for while ten thousand reviews wait for them.</summary>
internal sealed class BenchReviewCommand : ICommandSpecification
{
    private readonly Option<int> _items = new("--items") { Description = "How many reviews wait (default 10000)", HelpName = "N", DefaultValueFactory = _ => 10_000 };
    private readonly Option<int> _samples = new("--samples") { Description = "How often each step is taken (default 500)", HelpName = "N", DefaultValueFactory = _ => 500 };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        Bound(_items, 1000, 100_000);
        Bound(_samples, 10, 1000);
        var command = new DocumentedCommand(
            "review",
            "Start a server on a temporary data directory, let many reviews wait, and time over HTTP what a reviewer does, each step in turns with GET /livez",
            "pharos bench review",
            "pharos bench review --items 2000 --json")
        {
            _items,
            _samples,
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
        await using var bench = new ReviewBench(call.Value(_items), call.Value(_samples), call.Clock);
        var report = await bench.RunAsync(step => call.Error.WriteLine(step), cancellationToken);
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

    private static void Print(CommandCall call, ReviewReport report)
    {
        var table = new Table().AddColumns($"{report.Items:N0} reviews wait", "p50", "p99", "times /livez (p50)", "times /livez (p99)");
        foreach (var step in report.Steps.Prepend(report.Baseline))
        {
            table.AddRow(
                new Text(step.Name),
                new Text(Timing.Format(step.P50)),
                new Text(Timing.Format(step.P99)),
                new Text((step.P50 / report.Baseline.P50).ToString("0.0", CultureInfo.InvariantCulture)),
                new Text((step.P99 / report.Baseline.P99).ToString("0.0", CultureInfo.InvariantCulture)));
        }

        call.WriteTable(table);
        call.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Bar: p99 below {ReviewReport.BarMilliseconds} ms for each: {(report.IsMet ? "met" : "missed")}. fdatasync on this disk: {Timing.Format(report.Sync)} p50."));
    }
}
