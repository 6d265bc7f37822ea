using Pharos.Rego;
using Pharos.Rego.Tracing;
using Pharos.Rego.Values;

namespace Pharos.Cli.Policies;

/// <summary>Runs tests: a test passes where its rule is defined and not false.</summary>
internal sealed class PolicyTestRun(RegoProgram program, RegoProgram watched, CoverageTrace? coverage, TimeSpan timeout, bool bench, TimeProvider clock)
{
    private const int BenchRuns = 1_000;
    private static readonly TimeSpan BenchTime = TimeSpan.FromSeconds(1);

    public PolicyTestResult Run(RegoTest test, CancellationToken cancellationToken)
    {
        if (test.IsSkipped)
        {
            return new PolicyTestResult(test, "skip", null, TimeSpan.Zero);
        }

        var prints = new List<string>();
        var options = new EvaluationOptions
        {
            Clock = clock, Limits = new EvaluationLimits { MaximumTime = timeout }, Print = prints.Add, Tracers = coverage is null ? [] : [coverage],
        };
        var reference = $"{test.Package}.{test.Name}";
        var query = (coverage is null ? program : watched).Prepare(reference);
        var started = clock.GetTimestamp();
        var outcome = query.Evaluate(null, options, cancellationToken);
        var time = clock.GetElapsedTime(started);
        switch (outcome)
        {
            case EvaluationOutcome.Defined defined when defined.Value != RegoBoolean.False:
                return new PolicyTestResult(test, "pass", null, time) { Prints = prints, Bench = bench ? Measure(reference, cancellationToken) : null };
            case EvaluationOutcome.Failed failed:
                return new PolicyTestResult(test, "error", failed.ToString(), time) { Prints = prints, Error = failed };
            default:
                // It is evaluated again to see why, which a passing test need not pay for.
                var trace = new EvaluationTrace();
                watched.Prepare(reference).Evaluate(null, options with { Tracers = [trace], Print = null }, cancellationToken);
                return new PolicyTestResult(test, "fail", null, time)
                {
                    Prints = prints,
                    Events = trace.Explain(ExplainMode.Notes),
                    FailedAt = trace.Events.LastOrDefault(e => e.Operation == TraceOperation.Fail && e.File.Length > 0 && !e.Text.StartsWith("every ", StringComparison.Ordinal)),
                };
        }
    }

    private (int Runs, double MedianMicroseconds) Measure(string reference, CancellationToken cancellationToken)
    {
        var query = program.Prepare(reference);
        var times = new List<double>();
        var begun = clock.GetTimestamp();
        while (times.Count < BenchRuns && clock.GetElapsedTime(begun) < BenchTime)
        {
            var started = clock.GetTimestamp();
            query.Evaluate(null, null, cancellationToken);
            times.Add(clock.GetElapsedTime(started).TotalMicroseconds);
        }

        times.Sort();
        return (times.Count, times[times.Count / 2]);
    }
}
