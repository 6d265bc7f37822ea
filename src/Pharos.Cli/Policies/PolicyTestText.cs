using System.Globalization;
using Pharos.Cli.Invocation;
using Pharos.Rego;
using Pharos.Rego.Tracing;

namespace Pharos.Cli.Policies;

/// <summary>Prints what tests came to.</summary>
internal static class PolicyTestText
{
    public static void Print(CommandCall call, List<PolicyTestResult> results, CoverageReport? coverage, bool verbose)
    {
        if (call.IsJson)
        {
            Document(call, results, coverage);
            return;
        }

        foreach (var file in results.Where(result => result.IsBad || verbose || result.Bench is not null).GroupBy(result => result.Test.File))
        {
            call.Output.WriteLine($"{file.Key}:");
            foreach (var result in file)
            {
                Result(call, result);
            }
        }

        if (coverage is not null)
        {
            PolicyEvalText.Document(call, coverage.ToJson());
        }

        var (passed, bad, skipped) = Counts(results);
        call.Output.WriteLine($"PASS: {passed}/{results.Count}");
        if (bad > 0)
        {
            call.Output.WriteLine($"FAIL: {bad}/{results.Count}");
        }

        if (skipped > 0)
        {
            call.Output.WriteLine($"SKIPPED: {skipped}/{results.Count}");
        }
    }

    private static (int Passed, int Bad, int Skipped) Counts(List<PolicyTestResult> results) =>
        (results.Count(r => r.Outcome == "pass"), results.Count(r => r.IsBad), results.Count(r => r.Outcome == "skip"));

    private static void Result(CommandCall call, PolicyTestResult result)
    {
        var message = result.Message is null ? "" : $": {result.Message}";
        call.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {result.Test.Package}.{result.Test.Name}: {result.Outcome.ToUpperInvariant()} ({result.Time.TotalMilliseconds:0.0} ms, row {result.Test.Row}){message}"));
        if (result.Bench is { } bench)
        {
            call.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {bench.Runs} runs, {bench.MedianMicroseconds:0.0} µs at the median"));
        }

        if (result.FailedAt is { } at)
        {
            call.Output.WriteLine($"    {at.File}:{at.Row}: does not hold: {at.Text}");
        }

        foreach (var line in TraceText.Write(result.Events).Split('\n', StringSplitOptions.RemoveEmptyEntries).Concat(result.Prints))
        {
            call.Output.WriteLine($"    {line}");
        }
    }

    private static void Document(CommandCall call, List<PolicyTestResult> results, CoverageReport? coverage) => call.WriteJson(json =>
    {
        var (passed, bad, skipped) = Counts(results);
        json.WriteStartObject();
        json.WriteNumber("passed", passed);
        json.WriteNumber("failed", bad);
        json.WriteNumber("skipped", skipped);
        json.WriteStartArray("tests");
        results.ForEach(result => result.Write(json));
        json.WriteEndArray();
        if (coverage is not null)
        {
            json.WritePropertyName("coverage");
            coverage.ToJson().WriteJson(json);
        }

        json.WriteEndObject();
    });
}
