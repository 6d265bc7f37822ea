using System.Diagnostics;
using Pharos.Shell.Syntax;

namespace Pharos.Shell.Tests.Syntax;

public class RobustnessTests
{
    private static readonly string[] Seeds =
    [
        "git status && echo \"$(date)\" > /tmp/x", "for f in a b; do echo ${f%.c}; done", "cat <<EOF\n$x `y`\nEOF\n", "f() { case $1 in a|b) rm x;; esac; }; f a",
        "x=(1 2 $((3+4))); [[ $x =~ ^(a|b)$ ]] && y", "echo {a,b{1..3}} $'\\x41' ~dev/* <(a) 2>&1 | b &",
    ];

    [Fact]
    public void No_mutation_crashes_and_every_position_lies_inside_the_script()
    {
        var random = new Random(20261121);
        const string pieces = "'\"`$(){}[]<>|&;#\\\n\r\t ~*?!=@,.-+a1";
        for (var round = 0; round < 20_000; round++)
        {
            var text = Seeds[random.Next(Seeds.Length)].ToList();
            for (var change = random.Next(1, 8); change > 0; change--)
            {
                var at = random.Next(text.Count);
                switch (random.Next(3))
                {
                    case 0: text.RemoveAt(at); break;
                    case 1: text.Insert(at, pieces[random.Next(pieces.Length)]); break;
                    default: text[at] = pieces[random.Next(pieces.Length)]; break;
                }
            }

            var script = new string([.. text]);
            var analysis = Sandbox.Analyze(script);
            foreach (var span in analysis.Commands.Select(command => command.Span).Concat(analysis.Unknowns.Select(unknown => unknown.At)))
            {
                (span.Start >= 0 && span.Start <= span.End && span.End <= script.Length).ShouldBeTrue($"{span} in {script}");
            }
        }
    }

    [Theory]
    [InlineData("$(")]
    [InlineData("((")]
    [InlineData("$((")]
    [InlineData("${x:-")]
    [InlineData("{")]
    [InlineData("{ ")]
    [InlineData("{a,")]
    [InlineData("`")]
    [InlineData("\"$(")]
    [InlineData("a[")]
    [InlineData("a[ ")]
    [InlineData("<<a ")]
    [InlineData("<<a\n")]
    [InlineData("if ")]
    [InlineData("f() { ")]
    [InlineData("@(")]
    [InlineData("[[ ( ")]
    [InlineData("case a in ")]
    [InlineData("<(")]
    [InlineData("{a,b}")]
    [InlineData("x=$x$x;")]
    [InlineData("a|")]
    [InlineData("a&&")]
    [InlineData(") ")]
    [InlineData("'")]
    [InlineData("\\")]
    [InlineData("eval ")]
    [InlineData("$[")]
    [InlineData("for i in 1 2 3; do ")]
    public void A_hundred_thousand_characters_of_one_opener_end_quickly(string opener)
    {
        var script = string.Concat(Enumerable.Repeat(opener, 100_000 / opener.Length));
        var watch = Stopwatch.StartNew();
        Sandbox.Analyze(script);
        watch.ElapsedMilliseconds.ShouldBeLessThan(20_000);
    }

    [Fact]
    public void The_tree_sitter_corpus_parses()
    {
        Corpora.Require("shell-corpora/tree-sitter-bash");
        var failures = new List<string>();
        var total = 0;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Corpora.Folder, "shell-corpora/tree-sitter-bash"), "*.txt", SearchOption.AllDirectories))
        {
            var pieces = File.ReadAllText(file).Split("\n===", StringSplitOptions.None);
            foreach (var piece in pieces)
            {
                var end = piece.IndexOf("\n---", StringComparison.Ordinal);
                if (end < 0)
                {
                    continue;
                }

                total++;
                var start = piece.StartsWith('=') && !piece.Contains("\n\n", StringComparison.Ordinal) ? 0 : piece.IndexOf('\n') + 1;
                var source = piece[Math.Min(start, end)..end];
                var parsed = ShellParser.Parse(source.TrimStart('=', '\n'), ShellLimits.Default);
                if (parsed.Errors.Count > 0)
                {
                    failures.Add(parsed.Errors[0].Why + ": " + source[..Math.Min(source.Length, 300)]);
                }
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{total - failures.Count} of {total} parse\n" + string.Join("\n~~~\n", failures));
        total.ShouldBeGreaterThan(80);
        ((double)(total - failures.Count) / total).ShouldBeGreaterThanOrEqualTo(0.97);
    }

    [Fact]
    public async Task Accepting_and_refusing_agrees_with_bash()
    {
        Corpora.Require("commands.jsonl.gz");
        Assert.SkipUnless(File.Exists("/bin/bash"), "bash is not on this machine");
        var lines = Corpora.Commands().Where((_, index) => index % 23 == 0).Select(pair => pair.Command).ToList();
        var differences = new List<string>();
        foreach (var line in lines)
        {
            var ours = ShellParser.Parse(line, ShellLimits.Default).Errors;
            if ((ours.Count == 0) != await BashAccepts(line))
            {
                differences.Add((ours.Count == 0 ? "only we accept: " : $"only we refuse ({ours[0].Why}): ") + line);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{lines.Count - differences.Count} of {lines.Count} agree\n" + string.Join('\n', differences));
        ((double)(lines.Count - differences.Count) / lines.Count).ShouldBeGreaterThanOrEqualTo(0.998);
    }

    private static async Task<bool> BashAccepts(string script)
    {
        var start = new ProcessStartInfo("/bin/bash") { RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add("-n");
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(script);
        using var process = Process.Start(start)!;
        await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode == 0;
    }
}
