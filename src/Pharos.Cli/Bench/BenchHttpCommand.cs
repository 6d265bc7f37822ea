using System.CommandLine;
using System.Globalization;
using Pharos.Cli.Invocation;
using Spectre.Console;

namespace Pharos.Cli.Bench;

/// <summary><c>bench http</c>: decisions over HTTP, durable, beside an endpoint that only reads and writes the same JSON.</summary>
internal sealed class BenchHttpCommand : ICommandSpecification
{
    private readonly Option<int> _seconds = new("--seconds") { Description = "Length of each of the six measurements (default 5)", HelpName = "N", DefaultValueFactory = _ => 5 };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        _seconds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 600)
            {
                result.AddError("--seconds is a number from 1 to 600.");
            }
        });
        var command = new DocumentedCommand(
            "http",
            "Start a server on a temporary data directory and load it with wrk over 64 connections, 95 % repeated and 5 % new commands, in turns with a bare endpoint",
            "pharos bench http",
            "pharos bench http --seconds 10 --json")
        {
            _seconds,
        };
        command.SetAction((parse, cancellationToken) => RunAsync(new CommandCall(parse, common), cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        if (HttpWrk.Find() is not { } wrk)
        {
            return call.Fail("bench.wrk", "This measures with wrk, which is not installed. On Debian: apt-get install wrk");
        }

        await using var bench = new HttpBench(wrk, TimeSpan.FromSeconds(call.Value(_seconds)), call.Clock);
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

    private static void Print(CommandCall call, HttpReport report)
    {
        var rates = new Table().AddColumns("64 connections, wrk", "requests/s", "p50", "p99");
        foreach (var (name, load) in ((string, HttpLoad)[])[("Pharos, durable", report.Pharos), ("bare Kestrel, the same JSON", report.Bare)])
        {
            rates.AddRow(new Text(name), new Text(load.RequestsPerSecond.ToString("N0", CultureInfo.InvariantCulture)), new Text(Timing.Format(load.P50)), new Text(Timing.Format(load.P99)));
        }

        call.WriteTable(rates);
        var split = new Table().AddColumns("mean of a request", "gate", "append", "HTTP and the rest", "requests");
        foreach (var (name, part) in ((string, HttpSplit)[])[("64 connections", report.LoadedSplit), ($"{HttpBench.SteadyRate}/s", report.SteadySplit)])
        {
            split.AddRow(
                new Text(name), new Text(Timing.Format(part.Gate)), new Text(Timing.Format(part.Append)), new Text(Timing.Format(part.Rest)), new Text(part.Requests.ToString(CultureInfo.InvariantCulture)));
        }

        call.WriteTable(split);
        call.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Ratio {report.Ratio:0.00}. At {HttpBench.SteadyRate} requests/s: p50 {Timing.Format(report.Steady.P50)}, p99 {Timing.Format(report.Steady.P99)} from the time each was due. fdatasync on this disk: {Timing.Format(report.Sync)} p50."));
    }
}
