using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Pharos.Cli.Invocation;
using Pharos.Rego;
using Spectre.Console;

namespace Pharos.Cli.Policies;

/// <summary><c>policy bench</c>: how long a query takes, with the figures of <c>opa bench</c>.</summary>
internal sealed class PolicyBenchCommand : ICommandSpecification
{
    private const int MaximumCount = 1_000_000;
    private static readonly double[] Shares = [0.5, 0.75, 0.9, 0.95, 0.99, 0.999];

    private readonly Option<string[]> _data = new("--load", "-d")
    {
        Description = "Policy or data file, or a folder of them; may be given again (default: the built-in policies)",
        HelpName = "PATH",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> _input = new("--input", "-i") { Description = "JSON or YAML file for \"input\"; - reads standard input", HelpName = "FILE" };
    private readonly Option<int> _count = new("--count") { Description = "How many evaluations to measure, after as many to warm up (at most 1,000,000)", HelpName = "N", DefaultValueFactory = _ => 10_000 };
    private readonly Option<bool> _experiments = PolicyDialect.ExperimentalKeywords();
    private readonly Argument<string> _query = new("QUERY") { Description = "A reference or a query" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand(
            "bench",
            "Measure how long a query takes and what it allocates",
            "pharos policy bench -d policies -i input.json 'data.pharos.gate.deny'",
            "pharos policy bench --count 100000 --json 'count([1, 2, 3])'")
        {
            _data, _input, _count, _experiments, _query,
        };
        command.SetAction((parse, cancellationToken) => Task.FromResult(Run(new CommandCall(parse, common), cancellationToken)));
        return command;
    }

    private int Run(CommandCall call, CancellationToken cancellationToken)
    {
        var count = Math.Clamp(call.Value(_count), 1, MaximumCount);
        var paths = call.Value(_data)!;
        var sources = PolicyPaths.Load(paths.Length == 0 ? [PolicyPaths.Default] : paths);
        var outcome = RegoProgram.Compile(sources.Modules, sources.Data, PolicyDialect.Options(call, null, _experiments));
        if (outcome is not CompileOutcome.Compiled { Program: var program })
        {
            return PolicyDiagnostics.Report(call, ((CompileOutcome.Rejected)outcome).Diagnostics);
        }

        var (query, diagnostics) = PolicyQuery.Prepare(program, call.Value(_query)!);
        if (query is null)
        {
            return PolicyDiagnostics.Report(call, diagnostics);
        }

        var input = call.Value(_input) is { } file ? PolicyPaths.ReadDocument(file) : null;
        var options = new EvaluationOptions { Clock = call.Clock };
        var times = new double[count];
        long bytes = 0;
        for (var i = -count; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var started = call.Clock.GetTimestamp();
            var (_, failed) = query.Evaluate(input, options, cancellationToken);
            var elapsed = call.Clock.GetElapsedTime(started);
            if (failed is not null)
            {
                return PolicyDiagnostics.Report(call, failed);
            }

            if (i >= 0)
            {
                times[i] = elapsed.TotalNanoseconds;
                bytes += GC.GetAllocatedBytesForCurrentThread() - allocated;
            }
        }

        Print(call, times, bytes / count);
        return ExitCode.Ok;
    }

    private static void Print(CommandCall call, double[] times, long bytes)
    {
        var mean = times.Average();
        Array.Sort(times);
        double At(double share) => times[Math.Min(times.Length - 1, (int)(share * times.Length))];
        if (call.IsJson)
        {
            call.WriteJson(json => Write(json, times, mean, bytes, At));
            return;
        }

        var table = new Table().AddColumns("samples", times.Length.ToString(CultureInfo.InvariantCulture));
        table.AddRow("ns/op", mean.ToString("0", CultureInfo.InvariantCulture));
        table.AddRow("B/op", bytes.ToString(CultureInfo.InvariantCulture));
        table.AddRow("min", times[0].ToString("0", CultureInfo.InvariantCulture));
        foreach (var share in Shares)
        {
            table.AddRow(Name(share), At(share).ToString("0", CultureInfo.InvariantCulture));
        }

        table.AddRow("max", times[^1].ToString("0", CultureInfo.InvariantCulture));
        call.WriteTable(table);
    }

    private static void Write(Utf8JsonWriter json, double[] times, double mean, long bytes, Func<double, double> at)
    {
        json.WriteStartObject();
        json.WriteNumber("count", times.Length);
        json.WriteNumber("nsPerOp", Math.Round(mean, 1));
        json.WriteNumber("bytesPerOp", bytes);
        json.WriteNumber("minNs", Math.Round(times[0], 1));
        foreach (var share in Shares)
        {
            json.WriteNumber($"{Name(share)}Ns", Math.Round(at(share), 1));
        }

        json.WriteNumber("maxNs", Math.Round(times[^1], 1));
        json.WriteEndObject();
    }

    private static string Name(double share) => "p" + (share * 100).ToString("0.#", CultureInfo.InvariantCulture);
}
