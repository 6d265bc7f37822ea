using System.CommandLine;
using System.Globalization;
using Pharos.Cli.Invocation;
using Spectre.Console;

namespace Pharos.Cli.Bench;

/// <summary><c>bench rego</c>: the policy engine alone, on the policies that other engines publish figures for.</summary>
internal sealed class BenchRegoCommand : ICommandSpecification
{
    private readonly Option<bool> _large = new("--large") { Description = "Also the authorization of 1,000 tokens with 1,000 profiles each, which takes memory and a minute" };

    private readonly Option<bool> _shipped = new("--shipped") { Description = "Measure with the runtime settings of this program, which suit a gate that was just started, instead of the runtime's own" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand(
            "rego",
            "Time the policy engine, beside a baseline of the same run",
            "pharos bench rego",
            "pharos bench rego --large --json")
        {
            _large,
            _shipped,
        };
        command.SetAction((parse, cancellationToken) => RunAsync(new CommandCall(parse, common), cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        if (!call.Value(_shipped) && !RuntimeDefaults.Hold)
        {
            return await RuntimeDefaults.RunAsync(
                ["bench", "rego", .. call.Value(_large) ? ["--large"] : Array.Empty<string>(), .. call.IsJson ? ["--json"] : Array.Empty<string>()],
                cancellationToken);
        }

        call.Error.WriteLine("measuring for about a minute …");
        var report = new RegoBench(call.Clock).Run(call.Value(_large), cancellationToken);
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

    private static void Print(CommandCall call, RegoReport report)
    {
        var table = new Table().AddColumns("rego, in process", "p50", "p99", "× baseline", "bytes");
        foreach (var measured in report.Cases)
        {
            table.AddRow(
                new Text(measured.Timing.Name),
                new Text(Timing.Format(measured.Timing.P50)),
                new Text(Timing.Format(measured.Timing.P99)),
                new Text(measured.TimesBaseline.ToString("0.00", CultureInfo.InvariantCulture)),
                new Text(measured.Bytes.ToString(CultureInfo.InvariantCulture)));
        }

        call.WriteTable(table);
        call.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"VirtualDocs 1000x1 takes {report.IndexRatio:0.00} × 1x1. Two threads keep {report.ThreadRatio:P0} of one thread's rate each. 1,000 rules compile in {report.CompileMilliseconds:0.0} ms. Data takes {report.MemoryRatio:0.0} × its JSON."));
    }
}
