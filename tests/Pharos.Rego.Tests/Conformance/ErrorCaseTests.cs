using Pharos.Rego.Conformance;

namespace Pharos.Rego.Tests.Conformance;

public sealed class ErrorCaseTests(ITestOutputHelper output)
{
    private static readonly string Root = Path.Combine(Corpora.Folder, "rego-cases");

    [Fact]
    public void Public_error_cases_of_another_engine_are_errors_here()
    {
        Assert.SkipUnless(Directory.Exists(Root), "The public cases are not on this machine (PHAROS_CORPORA).");
        var cases = 0;
        var found = 0;
        foreach (var test in ConformanceCase.Load(Root).Where(c => c.ErrorText is not null))
        {
            cases++;
            var outcome = RegoProgram.Compile(test.Modules, test.Data) is CompileOutcome.Compiled compiled
                ? compiled.Program.TryPrepareQuery(test.Query, out var query, out _)
                    ? query!.Evaluate(test.Input, new EvaluationOptions { StrictErrors = true })
                    : null
                : null;
            if (outcome is null or EvaluationOutcome.Failed)
            {
                found++;
                continue;
            }

            output.WriteLine($"NO ERROR {test.Folder} | {test.Note} | {test.ErrorText}");
        }

        output.WriteLine($"errors {found}/{cases}");
        found.ShouldBeGreaterThanOrEqualTo(240);
    }
}
