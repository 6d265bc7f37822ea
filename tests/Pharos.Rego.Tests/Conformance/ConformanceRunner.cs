using Pharos.Rego.Values;

namespace Pharos.Rego.Tests.Conformance;

internal static class ConformanceRunner
{
    private static readonly EvaluationLimits Limits = new() { MaximumTime = TimeSpan.FromSeconds(5), MaximumSteps = 20_000_000 };

    /// <summary>Runs a case; null where it passes, else why it does not.</summary>
    public static string? Run(ConformanceCase test)
    {
        var program = RegoProgram.Compile(test.Modules, test.Data);
        if (program is CompileOutcome.Rejected rejected)
        {
            // Some errors of the set are found here before anything is evaluated.
            return test.WantErrorCode is { } code && rejected.Diagnostics.Any(d => d.Code == code.Replace("eval_", "rego_", StringComparison.Ordinal))
                ? null
                : rejected.Diagnostics[0].ToString();
        }

        var compiled = ((CompileOutcome.Compiled)program).Program;
        var options = new EvaluationOptions { Limits = Limits, StrictErrors = test.StrictErrors };
        var input = test.Input;
        if (test.InputTerm is { } term)
        {
            if (!compiled.TryPrepareQuery($"input_value = {term}", out var inputQuery, out var problems))
            {
                return "input: " + problems[0];
            }

            input = inputQuery!.Evaluate(null, options) is EvaluationOutcome.Defined defined ? ValueLookup(((RegoArray)defined.Value)[0]) : null;
        }

        if (!compiled.TryPrepareQuery(test.Query, out var query, out var diagnostics))
        {
            return test.WantsError ? null : diagnostics[0].ToString();
        }

        switch (query!.Evaluate(input, options))
        {
            case EvaluationOutcome.Failed failed:
                return !test.WantsError ? $"failed with {failed.Code}: {failed.Message}"
                    : test.WantErrorCode is { } code && code != failed.Code ? $"wanted {code}, failed with {failed.Code}: {failed.Message}"
                    : null;
            case EvaluationOutcome.Undefined:
                return test.WantsError ? "wanted an error" : test.Want is null or RegoArray { Count: 0 } ? null : $"undefined, wanted {test.Want.ToJson()}";
            case EvaluationOutcome.Defined defined:
                return test.WantsError ? $"wanted an error, got {defined.Value.ToJson()}" : Compare(test, (RegoArray)defined.Value);
            default:
                throw new InvalidOperationException("An evaluation outcome without a case.");
        }
    }

    private static RegoValue? ValueLookup(RegoValue bindings) => ((RegoObject)bindings).TryGet("input_value", out var value) ? value : null;

    private static string? Compare(ConformanceCase test, RegoArray found)
    {
        if (test.Want is not RegoArray want)
        {
            return null;
        }

        var expected = Normal(want);
        var actual = Normal(RegoValue.ParseJson(found.ToJson()));
        if (test.SortBindings)
        {
            (expected, actual) = (Sorted(expected), Sorted(actual));
        }
        else if (expected is RegoArray e && actual is RegoArray a)
        {
            // Solutions of a query have no order of their own.
            expected = RegoArray.From(e.Order());
            actual = RegoArray.From(a.Order());
        }

        return expected.Equals(actual) ? null : $"wanted {Shorten(expected.ToJson())}, got {Shorten(actual.ToJson())}";
    }

    private static RegoValue Normal(RegoValue value) => value;

    private static RegoValue Sorted(RegoValue value) => value switch
    {
        RegoArray array => RegoArray.From(array.Select(Sorted).Order()),
        RegoObject map => Map(map),
        _ => value,
    };

    private static RegoObject Map(RegoObject map)
    {
        var builder = new RegoObject.Builder();
        foreach (var entry in map)
        {
            builder.Set(entry.Key, Sorted(entry.Value));
        }

        return builder.Build();
    }

    private static string Shorten(string text) => text.Length <= 300 ? text : text[..300] + "…";
}
