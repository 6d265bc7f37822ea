using Pharos.Rego.Conformance;

namespace Pharos.Rego.Tests.Builtins;

public sealed class BuiltinConformanceTests(ITestOutputHelper output)
{
    private static readonly string Root = Path.Combine(Corpora.Folder, "opa-conformance");

    [Theory]
    [InlineData("graphql")]
    [InlineData("jsonbuiltins")]
    [InlineData("jsonschema")]
    [InlineData("regoparsemodule")]
    [InlineData("uribuiltins")]
    [InlineData("uuid")]
    public void Every_public_case_of_these_builtins_passes(string folder)
    {
        var root = Path.Combine(Root, "v1", folder);
        Assert.SkipUnless(Directory.Exists(root), "The public conformance set is not on this machine (PHAROS_CORPORA).");
        var failures = ConformanceCase.Load(root).Select(c => (c.Note, Why: ConformanceRunner.Run(c))).Where(static r => r.Why is not null).ToList();
        foreach (var (note, why) in failures)
        {
            output.WriteLine($"FAIL {note} | {why!.ReplaceLineEndings(" ")}");
        }

        failures.ShouldBeEmpty();
    }
}
