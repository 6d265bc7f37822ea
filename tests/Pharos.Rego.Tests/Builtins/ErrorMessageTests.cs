using Pharos.Rego.Conformance;

namespace Pharos.Rego.Tests.Builtins;

/// <summary>The public set names messages as well as codes; tools and people search for both.</summary>
public sealed class ErrorMessageTests
{
    private static readonly string Root = Path.Combine(Corpora.Folder, "opa-conformance", "v1");
    private static readonly string[] Folders = ["jwt", "crypto", "providers-aws", "globsmatch", "globmatch", "regex", "rendertemplate", "uuid"];

    [Fact]
    public void Errors_of_tokens_certificates_and_patterns_are_worded_as_the_set_words_them()
    {
        Assert.SkipUnless(Directory.Exists(Root), "The public conformance set is not on this machine (PHAROS_CORPORA).");
        var wrong = new List<string>();
        int cases = 0;
        foreach (ConformanceCase test in ConformanceCase.Load(Root).Where(c => c.WantError is not null && Folders.Any(f => c.Folder.StartsWith(f, StringComparison.Ordinal))))
        {
            // What is refused before anything is evaluated has words of its own.
            if (RegoProgram.Compile(test.Modules, test.Data) is not CompileOutcome.Compiled { Program: var program })
            {
                continue;
            }

            cases++;
            RegoQuery query = program.PrepareQuery(test.Query);
            string message = query.Evaluate(test.Input, new EvaluationOptions { StrictErrors = true }) is EvaluationOutcome.Failed failed ? failed.Message : "no error";
            if (!message.Contains(test.WantError!, StringComparison.Ordinal))
            {
                wrong.Add($"{test.Note}: wanted {test.WantError}, got {message}");
            }
        }

        wrong.ShouldBeEmpty();
        cases.ShouldBeGreaterThan(10);
    }
}
