using Pharos.Rego.Conformance;

namespace Pharos.Rego.Tests.Conformance;

public sealed class ConformanceTests(ITestOutputHelper output)
{
    private static readonly string Root = Path.Combine(Corpora.Folder, "opa-conformance");

    /// <summary>Folders about the language itself: every case of them passes, and none may be lost again.</summary>
    private static readonly string[] Language =
    [
        "assignments", "baseandvirtualdocs", "comparisonexpr", "completedoc", "compositebasedereference", "compositereferences", "comprehensions",
        "containskeyword", "dataderef", "defaultkeyword", "disjunction", "elsekeyword", "embeddedvirtualdoc", "eqexpr", "evaltermexpr", "every",
        "functionerrors", "functions", "helloworld", "indirectreferences", "inputvalues", "intersection", "invalidkeyerror", "keywordrefs", "negation",
        "nestedreferences", "partialdocconstants", "partialiter", "partialobjectdoc", "partialsetdoc", "refheads", "stringinterpolation",
        "topdowndynamicdispatch", "undos", "union", "varreferences", "virtualdocs", "withkeyword",
    ];

    [Fact]
    public void Public_cases_of_the_language_evaluate_as_the_set_says() => Run("v1", RegoVersion.V1, 1420);

    [Fact]
    public void Public_cases_of_the_earlier_dialect_evaluate_as_the_set_says() => Run("v0", RegoVersion.V0, 1000);

    private void Run(string version, RegoVersion dialect, int least)
    {
        var root = Path.Combine(Root, version);
        Assert.SkipUnless(Directory.Exists(root), "The public conformance set is not on this machine (PHAROS_CORPORA).");
        var report = ConformanceReport.Run(root, CompileOptions.Default with { RegoVersion = dialect }, TestContext.Current.CancellationToken);
        foreach (var failure in report.Failures)
        {
            output.WriteLine($"FAIL {failure.Folder} | {failure.Note} | {failure.Why.ReplaceLineEndings(" ")}");
        }

        output.WriteLine($"total {report.Passed}/{report.Total}");
        report.Failures.Where(f => Language.Contains(f.Folder, StringComparer.Ordinal) && !NeedsBuiltin(f.Why) && f.Note != NeedsRuntime).ShouldBeEmpty();
        report.Passed.ShouldBeGreaterThanOrEqualTo(least);
    }

    /// <summary>This case replaces a builtin by <c>opa.runtime</c>, whose name is taken for a variable while there is no such builtin.</summary>
    private const string NeedsRuntime = "withkeyword/builtin-builtin: arity 0";

    private static bool NeedsBuiltin(string why) => why.Contains("undefined function", StringComparison.Ordinal);
}
