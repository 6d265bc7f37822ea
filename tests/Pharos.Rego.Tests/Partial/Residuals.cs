using Pharos.Rego.Partial;
using Pharos.Rego.Values;

namespace Pharos.Rego.Tests.Partial;

/// <summary>Evaluates in part in one line, for tests that say what remains.</summary>
internal static class Residuals
{
    /// <summary>The remaining queries, one a line, or <c>never</c>; support modules follow.</summary>
    public static string Of(string query, string rules = "", PartialRequest? request = null, string? data = null, string? input = null)
    {
        var program = Programs.Compile(data is null ? null : RegoValue.ParseJson(data), "package test\n" + rules);
        var asked = (request ?? new PartialRequest { Query = "" }) with { Query = query, Input = input is null ? null : RegoValue.ParseJson(input) };
        return Show(program.Partial(asked));
    }

    public static string Show(PartialOutcome outcome) => outcome switch
    {
        PartialOutcome.Residual { Queries.Count: 0 } => "never",
        PartialOutcome.Residual residual => string.Join('\n', residual.Queries.Select(q => q.ToString()).Concat(residual.Support.Select(m => m.Source.ReplaceLineEndings("\n").Trim()))),
        PartialOutcome.Failed failed => failed.Code,
        PartialOutcome.Rejected rejected => rejected.Diagnostics[0].Code,
        _ => throw new InvalidOperationException(),
    };
}
