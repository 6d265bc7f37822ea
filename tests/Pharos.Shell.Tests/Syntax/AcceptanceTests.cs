using System.Text;
using Pharos.Shell.Syntax;

namespace Pharos.Shell.Tests.Syntax;

public class AcceptanceTests
{
    // All of them agree with bash 5.2; another release may judge a few rare forms otherwise.
    private const double Agreement = 0.995;

    [Fact]
    public void The_tree_sitter_corpus_is_accepted_and_refused_as_bash_does() => Compare("tree-sitter", ShellCases.OfTreeSitter(), Agreement).ShouldBeEmpty();

    [Fact]
    public void The_cases_of_Oils_are_accepted_and_refused_as_bash_does() => Compare("Oils", [.. ShellCases.OfOils().Select(item => item.Script)], Agreement).ShouldBeEmpty();

    [Fact]
    public void Every_command_line_of_the_corpora_is_accepted_and_refused_as_bash_does()
    {
        Corpora.Require("commands.jsonl.gz");
        Corpora.Commands().GroupBy(line => line.Source, line => line.Command).SelectMany(source => Compare(source.Key, [.. source], Agreement)).ShouldBeEmpty();
    }

    [Fact]
    public void Rare_forms_are_accepted_and_refused_as_bash_does() => Compare("rare forms", [.. RareForms.All], Agreement).ShouldBeEmpty();

    [Fact]
    public void Broken_and_random_texts_are_accepted_and_refused_as_bash_does()
    {
        Corpora.Require("commands.jsonl.gz");

        // What stands in backticks or in a here-document is read by bash only when it runs; here it is read at once, and refused when it is broken.
        Compare("mutations", [.. ScriptMutations.Make(20261121, 4_000)], 0.99).ShouldBeEmpty();
    }

    private static List<string> Compare(string set, List<string> scripts, double agreement)
    {
        BashSyntax.Require();
        var accepts = BashSyntax.Accepts(scripts);
        var differences = new StringBuilder();
        var different = 0;
        var silent = 0;
        for (var i = 0; i < scripts.Count; i++)
        {
            var parsed = ShellParser.Parse(scripts[i], ShellLimits.Default);
            if ((parsed.Errors.Count == 0) == accepts[i])
            {
                continue;
            }

            different++;
            var isSilent = !accepts[i] && Sandbox.Analyze(scripts[i]).Unknowns.Count == 0;
            silent += isSilent ? 1 : 0;
            differences.Append(accepts[i] ? $"only we refuse ({parsed.Errors[0]})" : isSilent ? "only we accept, silently" : "only we accept").Append(":\n").Append(scripts[i]).Append("\n~~~\n");
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{set}: {scripts.Count - different} of {scripts.Count} agree\n{differences}");
        var problems = new List<string>();
        if ((double)(scripts.Count - different) / scripts.Count < agreement)
        {
            problems.Add($"{set}: {different} of {scripts.Count} texts are accepted or refused otherwise than bash does");
        }

        if (silent > 0)
        {
            problems.Add($"{set}: {silent} texts that bash refuses pass without a word");
        }

        return problems;
    }
}
