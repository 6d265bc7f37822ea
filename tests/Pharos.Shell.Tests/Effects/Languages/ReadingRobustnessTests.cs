using System.Diagnostics;
using System.Text;
using Pharos.Shell.Effects;

namespace Pharos.Shell.Tests.Effects.Languages;

public sealed class ReadingRobustnessTests
{
    private static readonly string[] Carriers = ["python3 -c", "node -e", "perl -e", "ruby -e", "php -r", "lua -e", "Rscript -e", "awk", "sed", "pwsh -c", "cmd /c", "tclsh -c", "sqlite3 x", "psql -c", "expect -c"];

    private static readonly string[] Pieces =
    [
        "(", ")", "[", "]", "{", "}", "\"", "'", "`", "\\", "$", "@", "%", "#", "/", "//", "=", "==", "=>", "->", ".", "..", ",", ";", ":", "::", "|", "||", "&", "<", ">", "!", "?", "~", "+", "-", "*", "^", "\n", " ", "\t",
        "import", "os", "system", "eval", "exec", "if", "for", "def", "function", "lambda", "f\"{", "#{", "${", "$(", "@{[", "q{", "qw(", "s/", "y/", "<<EOF", "\"\"\"", "--%", "@'", "'@", "%w(", "BEGIN", "print", "getline", "x", "1", "0x41", "é", "\u0000",
        "(((((", "[[[[", "{{{{", "\"#{\"#{", "`${`${", "require('fs')", "rm -rf /", "iex", "%a%", "!a!", "set a=b",
    ];

    [Fact]
    public void No_text_makes_a_reader_throw()
    {
        var random = new Random(20_261_121);
        for (var i = 0; i < 6_000; i++)
        {
            var code = new StringBuilder();
            for (var length = random.Next(1, 40); length > 0; length--)
            {
                code.Append(Pieces[random.Next(Pieces.Length)]);
            }

            Read(Carriers[i % Carriers.Length], code.ToString());
        }
    }

    [Theory]
    [InlineData("(")]
    [InlineData("{")]
    [InlineData("\"#{")]
    [InlineData("`${")]
    [InlineData("a.b(")]
    [InlineData("$(")]
    [InlineData("@(")]
    [InlineData("x=x+x;")]
    [InlineData("x='a'*9999;")]
    [InlineData("open('a');")]
    [InlineData("q(")]
    [InlineData("s/a/b/e;")]
    [InlineData("[char]65+")]
    [InlineData("if 1==1 ")]
    [InlineData("'\"")]
    [InlineData("{'\"")]
    [InlineData("f\"{")]
    [InlineData("print > $1;")]
    [InlineData("\"a\" | getline x;")]
    [InlineData("{exec ")]
    public void Twice_the_text_is_about_twice_the_work(string piece)
    {
        foreach (var carrier in Carriers)
        {
            var small = Time(carrier, Repeat(piece, 3_000));
            var large = Time(carrier, Repeat(piece, 24_000));

            // Eight times the text in quadratic time would be sixty-four times the work.
            large.TotalMilliseconds.ShouldBeLessThan(Math.Max(small.TotalMilliseconds * 32, 400), $"{carrier} {piece}");
        }
    }

    private static string Repeat(string piece, int length) => new StringBuilder().Insert(0, piece, Math.Max(1, length / piece.Length)).ToString();

    private static TimeSpan Time(string carrier, string code)
    {
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < 2; i++)
        {
            var watch = Stopwatch.StartNew();
            Read(carrier, code);
            best = watch.Elapsed < best ? watch.Elapsed : best;
        }

        return best;
    }

    private static CommandReading Read(string carrier, string code) => Reads.Words([.. carrier.Split(' '), code]);
}
