using System.Text;

namespace Pharos.Shell.Tests.Differential;

/// <summary>Writes small programs that set variables, define functions, branch and loop, and say words in every notation. The same seed gives the same programs.</summary>
internal sealed class ProgramGenerator(int seed)
{
    private static readonly string[] Names = ["x", "y", "z", "a", "b"];

    private static readonly string[] Plain = ["a", "b c", "", "rm", "-rf", "/tmp/f", "1", "2", "a:b:c", " lead", "trail ", "x*y", "~", "q'q", "d\"d", "$x", "\\n", "a,b", "{p,q}", "[ab]", "A-z", "#h", "=", "é", "a;b", "!", "a\tb"];

    private readonly Random _random = new(seed);
    private int _depth;

    /// <summary>One program.</summary>
    public string Program()
    {
        var text = new StringBuilder("set -f\n");
        for (var left = _random.Next(2, 9); left > 0; left--)
        {
            text.Append(Statement()).Append('\n');
        }

        return text.ToString();
    }

    private string Pick(params string[] choices) => choices[_random.Next(choices.Length)];

    private string Name() => Names[_random.Next(Names.Length)];

    private string Statement()
    {
        if (_depth > 2)
        {
            return Say();
        }

        _depth++;
        var statement = _random.Next(22) switch
        {
            0 or 1 or 2 => $"{Name()}={Word()}",
            3 => $"{Name()}+={Word()}",
            4 => $"{Pick("a", "b")}=({Words()})",
            5 => $"set -- {Words()}",
            6 => $"f() {{ {Statement()}; {Say()}; }}\nf {Words()}",
            7 => $"for {Name()} in {Words()}; do {Statement()}; done",
            8 => $"if {Pick("true", "false", "[ 1 = 1 ]")}; then {Statement()}; else {Statement()}; fi",
            9 => $"case {Word()} in a*) {Statement()};; *) {Statement()};; esac",
            10 => $"( {Statement()}; {Say()} )",
            11 => $"eval {Quoted(Statement())}",
            12 => $"f() {{ local {Name()}={Word()}; {Say()}; }}; f; {Say()}",
            13 => $"{Pick("true", "false")} {Pick("&&", "||")} {Assignment()}",
            14 => $"unset {Name()}",
            15 => $"IFS={Pick("':'", "', '", "''", "$' \\t\\n'")}",
            16 => $"(( {Name()} {Pick("=", "+=", "==")} 1 ))",
            17 => $"shift",
            18 => $"{Name()}={Word()} {Say()}",
            19 => $"while false; do {Statement()}; done; {Say()}",
            20 => $"{Pick("declare", "export", "typeset", "readonly")} {Name()}={Word()}",
            _ => Say(),
        };
        _depth--;
        return statement;
    }

    private string Assignment() => $"{Name()}={Word()}";

    private string Say() => "say " + Words();

    private string Words()
    {
        var text = new StringBuilder();
        for (var left = _random.Next(1, 4); left > 0; left--)
        {
            text.Append(Word()).Append(' ');
        }

        return text.ToString().TrimEnd();
    }

    private static string Quoted(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    /// <summary>A word of one to three parts.</summary>
    public string Word()
    {
        var text = new StringBuilder();
        for (var left = _random.Next(1, 4); left > 0; left--)
        {
            text.Append(Part());
        }

        return text.ToString();
    }

    private string Part() => _random.Next(16) switch
    {
        0 or 1 => Pick("a", "b", "rm", "1", "x.y", "-f", "/"),
        2 or 3 => Quoted(Plain[_random.Next(Plain.Length)]),
        4 => "\"" + Pick("a b", "$x", "${y}", "$*", "$@", "a\\$b", "\\\"", "\\a", "'", "$(echo k)", "`echo k`", "$((1+1))", "${a[*]}", "${a[@]}", "$#", "~", "{a,b}", "") + "\"",
        5 => "$'" + Pick("\\x61", "\\141b", "\\n", "\\'", "a b", "\\u61", "\\e", "\\\\", "\\z") + "'",
        6 => "\\" + Pick("a", "$", " ", "\\", "'", "\"", "*", "~", "{"),
        7 or 8 => "$" + Pick("x", "y", "z", "*", "@", "1", "#", "a"),
        9 => "${" + Name() + "}",
        10 => "${" + Name() + Pick(":-", "-", ":+", "+", ":=", "=") + Pick("d", "'d e'", "\"d e\"", "$y", "", "d e", "~", "\\d") + "}",
        11 => "${" + Name() + Pick("#", "##", "%", "%%", "/", "//", "^", "^^", ",", ",,") + Pick("a", "'b'", "b c", "a/z", "*b", "") + "}",
        12 => "${" + Pick("#" + Name(), "#", Name() + ":1", Name() + ":0:2", Name() + ": -1", "!" + Name(), "a[0]", "a[1]", "a[@]", "a[*]", "#a[@]", "@:1", "@:2", "*", "1", Name() + "@Q") + "}",
        13 => Pick("{a,b}", "{1..3}", "{a..c}", "{3..1}", "{01..03}", "{a,}", "{a,b", "a}", "{a,{b,c}}", "{$x,b}", "{'a,b',c}", "{1..5..2}", "{a..b..c}", "{}", "{a}", "{,}", "${x}{a,b}", "{1..2}{a,b}"),
        14 => Pick("~", "~/x", "~+", "~dev", "=", "a=~", ":~", "$", "$(echo k l)", "$(printf 'a b')", "$((2*3))", "$[1+1]"),
        _ => Pick("#a", "a#", "!", "@", "%", "^", "+", ",", ".", "[a]", "]", "=", "a=b", "é"),
    };
}
