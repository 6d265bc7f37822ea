using Pharos.Rego.Values;

namespace Pharos.Rego.Tests;

/// <summary>Compiles and evaluates in one line, for tests that say what a rule comes to.</summary>
internal static class Programs
{
    public static RegoProgram Compile(params string[] modules) => Compile(null, modules);

    public static RegoProgram Compile(RegoValue? data, params string[] modules)
    {
        var outcome = RegoProgram.Compile([.. modules.Select((m, i) => new RegoModule($"m{i}.rego", m))], data);
        return outcome.ShouldBeOfType<CompileOutcome.Compiled>(
            outcome is CompileOutcome.Rejected rejected ? string.Join('\n', rejected.Diagnostics) : null).Program;
    }

    public static IReadOnlyList<RegoDiagnostic> Reject(params string[] modules) =>
        RegoProgram.Compile([.. modules.Select((m, i) => new RegoModule($"m{i}.rego", m))]).ShouldBeOfType<CompileOutcome.Rejected>().Diagnostics;

    /// <summary>The value of <c>data.test.p</c> in Rego notation; "undefined", or the error's code.</summary>
    public static string P(string rules, string? input = null, string? data = null) =>
        Evaluate(Compile(data is null ? null : RegoValue.ParseJson(data), "package test\n" + rules), "data.test.p", input);

    public static string Evaluate(RegoProgram program, string reference, string? input = null) =>
        Show(program.Prepare(reference).Evaluate(input is null ? null : RegoValue.ParseJson(input)));

    public static string Show(EvaluationOutcome outcome) => outcome switch
    {
        EvaluationOutcome.Defined defined => defined.Value.ToString(),
        EvaluationOutcome.Failed failed => failed.Code,
        _ => "undefined",
    };
}
