using Pharos.Rego.Conformance;
using Pharos.Rego.Format;

namespace Pharos.Rego.Tests.Format;

public sealed class FormatterCorpusTests
{
    private static readonly string Root = Path.Combine(Corpora.Folder, "opa-conformance");

    [Fact]
    public void Every_public_module_formats_to_the_same_meaning_and_only_once()
    {
        Assert.SkipUnless(Directory.Exists(Root), "The public conformance set is not on this machine (PHAROS_CORPORA).");
        var modules = ConformanceCase.Load(Path.Combine(Root, "v1")).SelectMany(static c => c.Modules).Distinct().ToList();
        var problems = modules.Select(Problem).Where(static p => p is not null).ToList();
        problems.ShouldBeEmpty($"{problems.Count} of {modules.Count}");
    }

    private static string? Problem(RegoModule module)
    {
        var options = new CompileOptions { ExperimentalKeywords = true };
        switch (RegoFormatter.Format(module, options))
        {
            case FormatOutcome.Rejected { Diagnostics: [{ Code: "rego_format_error" } doubt, ..] }:
                return $"{doubt.Message}: {module.Source}";
            case FormatOutcome.Formatted formatted:
                var again = RegoFormatter.Format(module with { Source = formatted.Text }, options).ShouldBeOfType<FormatOutcome.Formatted>();
                return again.Text == formatted.Text ? null : $"not the same twice:\n{formatted.Text}\n---\n{again.Text}";
            default:
                // What does not parse is not the formatter's to judge.
                return null;
        }
    }
}
