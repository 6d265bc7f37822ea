using Pharos.Rego.Partial;
using Pharos.Rego.Values;

namespace Pharos.Rego.Tests.Partial;

/// <summary>Compares a query with what remains of it when something is unknown, evaluated once that is known.</summary>
internal static class ResidualCheck
{
    /// <summary>Null where both have the same solutions, else how they differ.</summary>
    public static string? Run(
        RegoProgram program, IReadOnlyList<RegoModule> modules, string query, RegoValue? input, IReadOnlyList<string> unknowns, EvaluationOptions options, bool shallow = false)
    {
        var wanted = Solutions(program, query, input, options);
        var request = new PartialRequest { Query = query, Unknowns = unknowns, ShallowInlining = shallow, Evaluation = options, Input = unknowns.Contains("input") ? null : input };
        var outcome = program.Partial(request);
        if (outcome is not PartialOutcome.Residual residual)
        {
            return Residuals.Show(outcome) + (outcome is PartialOutcome.Failed failed ? failed.Message : string.Join('\n', ((PartialOutcome.Rejected)outcome).Diagnostics));
        }

        var whole = RegoProgram.Compile([.. modules, .. residual.Support], program.Data);
        if (whole is CompileOutcome.Rejected rejected)
        {
            return $"support does not compile: {string.Join('\n', rejected.Diagnostics)}\n{Residuals.Show(outcome)}";
        }

        var found = new RegoSet.Builder();
        foreach (var remaining in residual.Queries)
        {
            var text = remaining.Conditions.Count == 0 ? "true" : remaining.ToString();
            if (!((CompileOutcome.Compiled)whole).Program.TryPrepareQuery(text, out _, out var diagnostics))
            {
                return $"{text} does not compile: {diagnostics[0]}";
            }

            foreach (var solution in Solutions(((CompileOutcome.Compiled)whole).Program, text, input, options))
            {
                found.Add(Known(solution, wanted));
            }
        }

        var actual = found.Build();
        return actual.Equals(wanted) ? null : $"wanted {wanted}, got {actual} from\n{Residuals.Show(outcome)}";
    }

    /// <summary>A remaining query may use variables that the query does not have.</summary>
    private static RegoObject Known(RegoValue solution, RegoSet wanted)
    {
        var builder = new RegoObject.Builder();
        foreach (var entry in (RegoObject)solution)
        {
            if (wanted.FirstOrDefault() is not RegoObject first || first.TryGet(entry.Key, out _))
            {
                builder.Set(entry.Key, entry.Value);
            }
        }

        return builder.Build();
    }

    private static RegoSet Solutions(RegoProgram program, string query, RegoValue? input, EvaluationOptions options)
    {
        var builder = new RegoSet.Builder();
        program.TryPrepareQuery(query, out var prepared, out _).ShouldBeTrue();
        if (prepared!.Evaluate(input, options) is EvaluationOutcome.Defined { Value: RegoArray solutions })
        {
            foreach (var solution in solutions)
            {
                builder.Add(solution);
            }
        }

        return builder.Build();
    }
}
