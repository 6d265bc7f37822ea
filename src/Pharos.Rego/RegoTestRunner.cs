using Pharos.Rego.Values;

namespace Pharos.Rego;

/// <summary>Runs the tests of a program: a test passes where its rule is defined and not false.</summary>
public static class RegoTestRunner
{
    /// <summary>Runs the tests that the filter admits (all where there is none), one after the other, without input.</summary>
    public static IReadOnlyList<RegoTestResult> Run(
        RegoProgram program, EvaluationOptions? options = null, Func<RegoTest, bool>? filter = null, CancellationToken cancellation = default)
    {
        options ??= EvaluationOptions.Default;
        var results = new List<RegoTestResult>();
        foreach (var test in program.Tests)
        {
            if (filter is null || filter(test))
            {
                cancellation.ThrowIfCancellationRequested();
                results.Add(Run(program, test, options, cancellation));
            }
        }

        return results;
    }

    private static RegoTestResult Run(RegoProgram program, RegoTest test, EvaluationOptions options, CancellationToken cancellation)
    {
        if (test.IsSkipped)
        {
            return new RegoTestResult(test, RegoTestOutcome.Skipped, TimeSpan.Zero, null);
        }

        var started = options.Clock.GetTimestamp();
        var outcome = program.Prepare(test.Reference).Evaluate(null, options, cancellation);
        var elapsed = options.Clock.GetElapsedTime(started);
        return outcome switch
        {
            EvaluationOutcome.Failed failed => new RegoTestResult(test, RegoTestOutcome.Errored, elapsed, $"{failed.Code}: {failed.Message}"),
            EvaluationOutcome.Defined { Value: not RegoBoolean { Value: false } } => new RegoTestResult(test, RegoTestOutcome.Passed, elapsed, null),
            EvaluationOutcome.Defined => new RegoTestResult(test, RegoTestOutcome.Failed, elapsed, "the rule is false"),
            _ => new RegoTestResult(test, RegoTestOutcome.Failed, elapsed, "the rule is undefined"),
        };
    }
}
