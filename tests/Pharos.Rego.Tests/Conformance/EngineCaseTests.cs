namespace Pharos.Rego.Tests.Conformance;

public sealed class EngineCaseTests(ITestOutputHelper output)
{
    private static readonly string Root = Path.Combine(Corpora.Folder, "rego-cases");

    [Fact]
    public void Public_cases_of_another_engine_come_to_the_same_values_here()
    {
        Assert.SkipUnless(Directory.Exists(Root), "The public cases are not on this machine (PHAROS_CORPORA).");
        var cases = EngineCase.Load(Root).Where(c => c is { WantsError: false, IsSkipped: false }).ToList();
        var wrong = cases.Select(c => (c.Name, Why: c.WrongAnswer())).Where(c => c.Why is not null).ToList();
        wrong.ForEach(c => output.WriteLine($"WRONG {c.Name} | {c.Why!.ReplaceLineEndings(" ")}"));
        output.WriteLine($"values {cases.Count - wrong.Count}/{cases.Count}");
        Compare(wrong.Select(c => c.Name), EngineDifferences.Values);
    }

    [Fact]
    public void Public_error_cases_of_another_engine_are_errors_here()
    {
        Assert.SkipUnless(Directory.Exists(Root), "The public cases are not on this machine (PHAROS_CORPORA).");
        var cases = EngineCase.Load(Root).Where(c => c is { WantsError: true, IsSkipped: false }).ToList();
        var accepted = cases.Where(c => !c.IsRefused()).Select(c => c.Name).ToList();
        accepted.ForEach(name => output.WriteLine($"ACCEPTED {name}"));
        output.WriteLine($"errors {cases.Count - accepted.Count}/{cases.Count}");
        Compare(accepted, EngineDifferences.Errors);
    }

    /// <summary>A case that differs without a reason is a defect; a reason without a difference is out of date.</summary>
    private static void Compare(IEnumerable<string> different, IReadOnlyDictionary<string, string> reasons)
    {
        var found = different.ToList();
        found.Except(reasons.Keys).ShouldBeEmpty();
        reasons.Keys.Except(found).ShouldBeEmpty();
    }
}
