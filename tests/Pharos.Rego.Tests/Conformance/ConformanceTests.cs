using Pharos.Rego.Builtins;

namespace Pharos.Rego.Tests.Conformance;

public sealed class ConformanceTests(ITestOutputHelper output)
{
    private static readonly string Root = Path.Combine(Corpora.Folder, "opa-conformance", "v1");

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
    public void Public_cases_of_the_language_evaluate_as_the_set_says()
    {
        Assert.SkipUnless(Directory.Exists(Root), "The public conformance set is not on this machine (PHAROS_CORPORA).");
        var results = ConformanceCase.Load(Root).Where(c => !c.IsExperimental)
            .Select(c => (c.Folder, c.Note, Why: ConformanceRunner.Run(c))).ToList();
        foreach (var (folder, note, why) in results.Where(r => r.Why is not null))
        {
            output.WriteLine($"FAIL {folder} | {note} | {why!.ReplaceLineEndings(" ")}");
        }

        foreach (var group in results.GroupBy(r => r.Folder))
        {
            output.WriteLine($"{group.Key} {group.Count(r => r.Why is null)}/{group.Count()}");
        }

        output.WriteLine($"total {results.Count(r => r.Why is null)}/{results.Count}; builtins {BuiltinRegistry.All.Count}");
        var lost = results.Where(r => r.Why is not null && Language.Contains(r.Folder, StringComparer.Ordinal) && !NeedsBuiltin(r.Why) && r.Note != NeedsRuntime).ToList();
        lost.ShouldBeEmpty();
        results.Count(r => r.Why is null).ShouldBeGreaterThanOrEqualTo(1420);
    }

    /// <summary>This case replaces a builtin by <c>opa.runtime</c>, whose name is taken for a variable while there is no such builtin.</summary>
    private const string NeedsRuntime = "withkeyword/builtin-builtin: arity 0";

    private static bool NeedsBuiltin(string why) => why.Contains("undefined function", StringComparison.Ordinal);
}
