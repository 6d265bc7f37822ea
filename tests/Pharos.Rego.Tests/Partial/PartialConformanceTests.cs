using Pharos.Rego.Conformance;
using Pharos.Rego.Values;

namespace Pharos.Rego.Tests.Partial;

public sealed class PartialConformanceTests(ITestOutputHelper output)
{
    private static readonly string Root = Path.Combine(Corpora.Folder, "opa-conformance", "v1");

    private static readonly EvaluationOptions Options = new() { Limits = new EvaluationLimits { MaximumTime = TimeSpan.FromMinutes(1), MaximumSteps = 5_000_000 } };

    [Fact]
    public void What_remains_without_the_input_gives_with_the_input_what_the_query_gives()
    {
        Assert.SkipUnless(Directory.Exists(Root), "The public conformance set is not on this machine (PHAROS_CORPORA).");
        var (same, other) = Compare(["input"]);
        output.WriteLine($"input unknown: {same} same, {other} other");
        other.ShouldBe(0);
        same.ShouldBeGreaterThan(1300);
    }

    [Fact]
    public void What_remains_without_the_data_gives_with_the_data_what_the_query_gives()
    {
        Assert.SkipUnless(Directory.Exists(Root), "The public conformance set is not on this machine (PHAROS_CORPORA).");
        var (same, other) = Compare(null);
        output.WriteLine($"data unknown: {same} same, {other} other");
        other.ShouldBe(0);
        same.ShouldBeGreaterThan(1300);
    }

    /// <summary>A number finds a text in stored data only where a reference starts at the data, and putting a variable's value in its place makes it start there.</summary>
    private const string NumberForText = "data/negative case: nested integer";

    /// <summary>Compares every case that gives an answer; without unknowns given, the top-level names of the case's data are unknown.</summary>
    private (int Same, int Other) Compare(IReadOnlyList<string>? unknowns)
    {
        var (same, other) = (0, 0);
        foreach (var test in ConformanceCase.Load(Root).Where(c => !c.IsExperimental && c.InputTerm is null && c.Note != NumberForText))
        {
            if (RegoProgram.Compile(test.Modules, test.Data) is not CompileOutcome.Compiled { Program: var program }
                || !program.TryPrepareQuery(test.Query, out var query, out _)
                || query!.Evaluate(test.Input, Options) is EvaluationOutcome.Failed)
            {
                continue;
            }

            string why;
            try
            {
                var open = unknowns ?? [.. ((test.Data as RegoObject) ?? RegoObject.Empty).Select(e => $"data[{e.Key.ToJson()}]")];
                why = ResidualCheck.Run(program, test.Modules, test.Query, test.Input, open, Options) ?? "";
            }
            catch (Exception problem) when (problem is not OutOfMemoryException)
            {
                why = problem.ToString();
            }

            if (why.Length == 0)
            {
                same++;
            }
            else
            {
                other++;
                output.WriteLine($"OTHER {test.Folder} | {test.Note} | {why}");
            }
        }

        return (same, other);
    }
}
