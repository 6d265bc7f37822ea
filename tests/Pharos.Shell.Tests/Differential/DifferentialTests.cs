using System.Text;
using System.Text.RegularExpressions;
using Pharos.Shell.Tests.Syntax;

namespace Pharos.Shell.Tests.Differential;

/// <summary>What bash executes is among what was listed: everything else would be a way past the gate.</summary>
public partial class DifferentialTests
{
    /// <summary>Bash takes a few minutes for everything; a part of it is enough for every day, and this asks for the rest.</summary>
    private static readonly bool Everything = Environment.GetEnvironmentVariable("PHAROS_DIFFERENTIAL") == "all";

    [Fact]
    public void Every_command_that_bash_executes_in_the_cases_of_Oils_was_listed_or_said_to_be_unknown()
    {
        Jail.Require();
        Compare([.. ShellCases.OfOils().Where((_, index) => Everything || index % 5 == 0).Select(item => item.Script)]).ShouldBe(0);
    }

    [Fact]
    public void Every_command_that_generated_programs_execute_was_listed_with_the_words_that_it_gets()
    {
        Jail.Require();
        var generator = new ProgramGenerator(20261121);
        Compare([.. Enumerable.Range(0, Everything ? 2_000 : 150).Select(_ => generator.Program())]).ShouldBe(0);
    }

    [Fact]
    public void Words_in_every_notation_expand_as_bash_expands_them()
    {
        Jail.Require();
        var generator = new ProgramGenerator(20261122);
        Compare([.. Enumerable.Range(0, Everything ? 200 : 40).Select(_ => Known + string.Join('\n', Enumerable.Range(0, 50).Select(_ => "say " + generator.Word())))]).ShouldBe(0);
    }

    private static int Compare(List<string> scripts)
    {
        var traces = Jail.Run(scripts);
        var (executed, listed, unknown) = (0, 0, 0);
        var gaps = new StringBuilder();
        for (var i = 0; i < scripts.Count; i++)
        {
            if (Disturbs(scripts[i]))
            {
                continue;
            }

            var analysis = Sandbox.Analyze(scripts[i]);
            var functions = Functions().Matches(scripts[i]).Select(match => match.Groups[1].Value + match.Groups[2].Value).ToHashSet();
            foreach (var command in BashTrace.Commands(traces[i]))
            {
                // A call of a function runs nothing but what stands inside it.
                if (command.Length == 0 || functions.Contains(command[0]))
                {
                    continue;
                }

                executed++;
                if (analysis.Commands.Any(candidate => CommandMatch.Covers(candidate, command)))
                {
                    listed++;
                }
                else if (analysis.Unknowns.Count > 0 || analysis.Commands.Any(candidate => candidate.Program.Text is "." or "source"))
                {
                    unknown++;
                }
                else
                {
                    gaps.Append("not listed: ").AppendJoin(" | ", command).Append('\n').Append(scripts[i]).Append("\n---- ").AppendJoin("\n     ", analysis.Commands.Select(Show)).Append("\n~~~\n");
                }
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{scripts.Count} scripts executed {executed} commands: {listed} listed, {unknown} in scripts with unknown parts or out of files, {executed - listed - unknown} missing\n{gaps}");
        executed.ShouldBeGreaterThan(scripts.Count / 2);
        return executed - listed - unknown;
    }

    /// <summary>Scripts that change the trace itself, or write to where it goes.</summary>
    private static bool Disturbs(string script) => script.Contains("PS4") || script.Contains(">&9") || script.Contains("9>") || script.Contains("\\x01") || script.Contains("\\1 ");

    private static string Show(ShellCommand command) => string.Join(" | ", command.Arguments.Prepend(command.Program).Select(word => word.IsKnown ? word.Text : $"<{word.KnownPrefix}?{word.Text}>"));

    private const string Known = "set -f; x=ab y='c d' z= a=(p 'q r') b=b; set -- m 'n o' ''\n";

    [GeneratedRegex(@"(?<before>[^\s();&|{}'""$]+)\s*\(\s*\)|function\s+(?<after>[^\s();&|]+)", RegexOptions.None, 10_000)]
    private static partial Regex Functions();
}
