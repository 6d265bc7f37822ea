using Pharos.Rego.Builtins;

namespace Pharos.Rego.Tests.Conformance;

public sealed class ConformanceTests(ITestOutputHelper output)
{
    private static readonly string Root = Path.Combine(Corpora.Folder, "opa-conformance", "v1");

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
        results.Count.ShouldBeGreaterThan(0);
    }
}
