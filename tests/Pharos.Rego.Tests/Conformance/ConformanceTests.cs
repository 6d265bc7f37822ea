using Pharos.Rego.Conformance;

namespace Pharos.Rego.Tests.Conformance;

public sealed class ConformanceTests(ITestOutputHelper output)
{
    private static readonly string Root = Path.Combine(Corpora.Folder, "opa-conformance");

    [Fact]
    public void Every_public_case_of_the_language_evaluates_as_the_set_says() => Run("v1", RegoVersion.V1);

    [Fact]
    public void Every_public_case_of_the_earlier_dialect_evaluates_as_the_set_says() => Run("v0", RegoVersion.V0);

    private void Run(string version, RegoVersion dialect)
    {
        var root = Path.Combine(Root, version);
        Assert.SkipUnless(Directory.Exists(root), "The public conformance set is not on this machine (PHAROS_CORPORA).");
        var report = ConformanceReport.Run(root, CompileOptions.Default with { RegoVersion = dialect }, TestContext.Current.CancellationToken);
        foreach (var failure in report.Failures)
        {
            output.WriteLine($"FAIL {failure.Folder} | {failure.Note} | {failure.Why.ReplaceLineEndings(" ")}");
        }

        output.WriteLine($"total {report.Passed}/{report.Total}");
        report.Total.ShouldBeGreaterThan(0);
        report.Failures.ShouldBeEmpty();
    }
}
