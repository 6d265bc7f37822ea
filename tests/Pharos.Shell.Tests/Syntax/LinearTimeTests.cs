using System.Diagnostics;

namespace Pharos.Shell.Tests.Syntax;

/// <summary>Twice the text takes about twice the time, whatever it is made of.</summary>
public class LinearTimeTests
{
    private const int Size = 12_000;

    // A quadratic analysis takes four times as long for twice the text; a machine that others use may take three.
    private const double Factor = 3.2;
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(60);

    public static TheoryData<string> Pieces { get; } =
    [
        "env ", "sudo ", "nice ", "xargs ", "command ", "timeout 1 ", "eval ", "$(", "`", "\\`", "${a:-", "\"${a:-", "$((", "$[", "((", "(", "( ", "{ ", "<(", "\"$(", "a[", "a[ ", "x=(", "a=([", "<<E ", "<<E\n", "<<E\nE\n", "a <<E\nE\n", "cat <<-'E'\n",
        "a && ", "a || b && ", "a; ", "a & ", "a | ", "a\n", "! ", "time ", "\"", "\"a\" ", "'a' ", "\"a\"", "'a'", "$'a' ", "\\", "\\a", "\\\n", "$x", "$x ", "${x}", "${x#a}", "x=$x$x;", "x=a;", "x=a ", "x+=a;", "a x=1 ", "{a,b}", "{a,b} ", "{1..9} ",
        "{", "}", "{a,", "~", "~/a ", "*", "* ", "[", "[a", "[[ ", "[[ a ]]; ", "[[ ! ", "[[ ( ", "[[ a && ", "[[ a =~ (", "if a; then ", "if a; then b; fi; ", "while a; do ", "for i in a; do ", "for i in a b; do c; done; ", "case a in ", "case a in a) ", "case a in a) b;; esac; ", "f() { ", "f() { a; }; f; ",
        "function f { ", "coproc ", "@(", "echo $(a) ", "echo `a` ", ">a ", "2>&1 ", ">", "<", "&", ";", ";;", "|", ")", "#", "# a\n", "\r", "\t", "a", "a ", "é", "export x=1 ", "export x=1;", "local x=1;", "declare -n x=y;", "alias a=b;", "trap a EXIT;", "unset x;",
        "set -- a;", "set -- $@ a;", "shift;", "cd a;", "cd ..;", "((x=1));", "((x=x+1));", "[ a ]; ", "sh -c a;", "sh -c 'sh -c ", "find . -exec ", "ssh a ", "echo a | sh;", "curl a | sh;", "x=a y=b c;", "x() { x; }; ", "read x;", "printf -v x a;", "a=(b c);", "echo ${a[@]};", "a=(${a[@]} b);", "exit;", "rm -rf /a;",
        "cat a > b;", "a > b; sh b;", "export -f f;", "sed -n p;", "awk '{print}';", "git -c a=b ", "docker run a ", "-", "--a ", "-a ", "=", "a=", "$", "$ ", "%", "!", "?", "^", ",", ":", "+", "@",
    ];

    [Theory]
    [MemberData(nameof(Pieces))]
    public void Twice_as_much_of_one_piece_takes_about_twice_as_long(string piece)
    {
        var (once, twice) = (Repeated(piece, Size), Repeated(piece, Size * 2));
        for (var attempt = 0; ; attempt++)
        {
            var (first, second) = (Time(once), Time(twice));
            if (second < Short || second < first * Factor)
            {
                return;
            }

            attempt.ShouldBeLessThan(4, $"'{piece}': {first.TotalMilliseconds:0.0} ms, and {second.TotalMilliseconds:0.0} ms for twice the text");
        }
    }

    [Fact]
    public void Random_texts_never_fail_and_take_a_bounded_time()
    {
        var random = new Random(20261121);
        for (var round = 0; round < 3_000; round++)
        {
            var text = ScriptMutations.Soup(random);
            var watch = Stopwatch.StartNew();
            Sandbox.Analyze(text);
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10), text);
        }
    }

    [Fact]
    public void Mutated_lines_of_the_corpora_never_fail_and_take_a_bounded_time()
    {
        Corpora.Require("commands.jsonl.gz");
        foreach (var text in ScriptMutations.Make(20261123, 3_000))
        {
            var watch = Stopwatch.StartNew();
            Sandbox.Analyze(text);
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10), text);
        }
    }

    private static string Repeated(string piece, int size) => string.Concat(Enumerable.Repeat(piece, size / piece.Length));

    private static TimeSpan Time(string script)
    {
        var best = TimeSpan.MaxValue;
        for (var run = 0; run < 3; run++)
        {
            var watch = Stopwatch.StartNew();
            Sandbox.Analyze(script);
            best = watch.Elapsed < best ? watch.Elapsed : best;
            if (best < Short / 4)
            {
                break;
            }
        }

        return best;
    }
}
