using Pharos.Rego.Builtins;
using Pharos.Rego.Values;

namespace Pharos.Rego.Conformance;

/// <summary>Runs cases of a conformance set.</summary>
public static class ConformanceRunner
{
    private static readonly EvaluationLimits Limits = new() { MaximumTime = TimeSpan.FromSeconds(5), MaximumSteps = 20_000_000 };

    /// <summary>The builtin that the set's own harness adds, to show that the query's time stands still.</summary>
    private static readonly Builtin Sleep = new("test.sleep", 1, true, static (context, arguments) =>
    {
        if (arguments[0] is not RegoString text || Times.Duration(text.Value) is not { } nanoseconds)
        {
            return context.Fail(BuiltinError.FailureCode, "a duration is expected");
        }

        context.Cancellation.WaitHandle.WaitOne(TimeSpan.FromTicks(Math.Clamp(nanoseconds, 0, 1_000_000_000) / 100));
        return RegoNull.Instance;
    });

    /// <summary>Runs a case; null where it passes, else why it does not.</summary>
    public static string? Run(ConformanceCase test, CompileOptions? options = null, CancellationToken cancellation = default)
    {
        options = (options ?? CompileOptions.Default) with { ExperimentalKeywords = test.IsExperimental, Builtins = [Sleep] };
        var outcome = RegoProgram.Compile(test.Modules, test.Data, options);
        if (outcome is not CompileOutcome.Compiled { Program: var program })
        {
            return Refused(test, ((CompileOutcome.Rejected)outcome).Diagnostics);
        }

        var evaluation = new EvaluationOptions { Limits = Limits, StrictErrors = test.StrictErrors };
        var input = test.Input;
        if (test.InputTerm is { } term)
        {
            if (!program.TryPrepareQuery($"input_value = {term}", out var inputQuery, out var problems))
            {
                return $"input: {problems[0]}";
            }

            input = inputQuery!.Evaluate(null, evaluation, cancellation) is EvaluationOutcome.Defined { Value: RegoArray { Count: > 0 } found }
                && found[0] is RegoObject bindings && bindings.TryGet("input_value", out var value) ? value : null;
        }

        return program.TryPrepareQuery(test.Query, out var query, out var diagnostics)
            ? Judge(test, query!.Evaluate(input, evaluation, cancellation))
            : Refused(test, diagnostics);
    }

    /// <summary>Some errors of the set are found here before anything is evaluated.</summary>
    private static string? Refused(ConformanceCase test, IReadOnlyList<RegoDiagnostic> diagnostics)
    {
        var expected = (test.WantErrorCode is { } code && diagnostics.Any(d => d.Code == code.Replace("eval_", "rego_", StringComparison.Ordinal)))
            || (test.WantErrorCode is null && test.WantError is { } text && diagnostics.Any(d => d.Message.Contains(text, StringComparison.Ordinal)));
        return expected ? null : diagnostics[0].ToString();
    }

    private static string? Judge(ConformanceCase test, EvaluationOutcome outcome)
    {
        switch (outcome)
        {
            case EvaluationOutcome.Failed failed:
                return !test.WantsError ? $"failed with {failed.Code}: {failed.Message}"
                    : test.WantErrorCode is { } code && code != failed.Code ? $"wanted {code}, failed with {failed.Code}: {failed.Message}"
                    : test.WantError is { } text && !failed.ToString().Contains(text, StringComparison.Ordinal) ? $"wanted \"{text}\", failed with {failed}"
                    : null;
            case EvaluationOutcome.Undefined:
                return test.WantsError ? "wanted an error"
                    : test.WantDefined == true || test.Want is RegoArray { Count: > 0 } ? $"undefined, wanted {test.Want?.ToJson() ?? "a solution"}"
                    : null;
            case EvaluationOutcome.Defined defined:
                return test.WantsError ? $"wanted an error, got {Shorten(defined.Value.ToJson())}"
                    : test.WantDefined == false ? $"wanted no solution, got {Shorten(defined.Value.ToJson())}"
                    : Compare(test, (RegoArray)defined.Value);
            default:
                throw new InvalidOperationException("An evaluation outcome without a case.");
        }
    }

    private static string? Compare(ConformanceCase test, RegoArray found)
    {
        if (test.Want is not RegoArray want)
        {
            return null;
        }

        // Sets become arrays, as in the set's own files.
        var expected = want;
        var actual = (RegoArray)RegoValue.ParseJson(found.ToJson());
        if (test.IgnoreGeneratedVariables)
        {
            actual = RegoArray.From(actual.Select(WithoutGenerated));
        }

        // Solutions of a query have no order of their own.
        expected = RegoArray.From((test.SortBindings ? expected.Select(Sorted) : expected).Order());
        actual = RegoArray.From((test.SortBindings ? actual.Select(Sorted) : actual).Order());
        return expected.Equals(actual) ? null : $"wanted {Shorten(expected.ToJson())}, got {Shorten(actual.ToJson())}";
    }

    private static RegoValue WithoutGenerated(RegoValue bindings) => bindings is RegoObject map
        ? Map(map.Where(entry => entry.Key is not RegoString { Value: ['$', ..] }), value => value)
        : bindings;

    private static RegoValue Sorted(RegoValue value) => value switch
    {
        RegoArray array => RegoArray.From(array.Select(Sorted).Order()),
        RegoObject map => Map(map, Sorted),
        _ => value,
    };

    private static RegoObject Map(IEnumerable<KeyValuePair<RegoValue, RegoValue>> entries, Func<RegoValue, RegoValue> convert)
    {
        var builder = new RegoObject.Builder();
        foreach (var (key, value) in entries)
        {
            builder.Set(key, convert(value));
        }

        return builder.Build();
    }

    private static string Shorten(string text) => text.Length <= 300 ? text : text[..300] + "…";
}
