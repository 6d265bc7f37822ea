using System.Diagnostics;

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
}
