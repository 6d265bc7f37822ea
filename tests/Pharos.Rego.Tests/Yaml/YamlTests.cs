using Pharos.Rego.Tests.Builtins;
using Pharos.Rego.Values;

namespace Pharos.Rego.Tests.Yaml;

public sealed class YamlTests
{
    [Theory]
    [InlineData("a: yes\nb: 0x10\nc: 010\nd: 1_000\ne: 1e3\nf: ~\ng: '1'", """{"a": true, "b": 16, "c": 8, "d": 1000, "e": 1000, "f": null, "g": "1"}""")]
    [InlineData("- &x {k: 1}\n- *x\n- {<<: *x, l: 2}", """[{"k": 1}, {"k": 1}, {"k": 1, "l": 2}]""")]
    [InlineData("1: a\ntrue: b", """{"1": "a", "true": "b"}""")]
    [InlineData("2001-12-14", "\"2001-12-14\"")]
    [InlineData("", "null")]
    [InlineData("a: |\n  x\n  y\n", """{"a": "x\ny\n"}""")]
    [InlineData("first\n---\nsecond", "\"first\"")]
    public void Texts_are_read_as_Go_reads_them(string text, string expected) =>
        Call.Json("yaml.unmarshal", RegoString.Of(text).ToJson()).ShouldBe(expected);

    [Theory]
    [InlineData("""{"b":[1,{"c":"x","d":[]}],"a":{}}""", "a: {}\nb:\n- 1\n- c: x\n  d: []\n")]
    [InlineData("""["yes","1","a: b","","it's","#x","x\ny"]""", "- \"yes\"\n- \"1\"\n- 'a: b'\n- \"\"\n- it's\n- '#x'\n- |-\n  x\n  y\n")]
    [InlineData("""{"x10":1,"x9":2}""", "x9: 2\nx10: 1\n")]
    [InlineData("3", "3\n")]
    public void Values_are_laid_out_as_Go_does(string value, string expected) =>
        ((RegoString)Call.Value("yaml.marshal", out _, value)!).Value.ShouldBe(expected);

    [Fact]
    public void What_is_written_reads_back_as_the_same_value()
    {
        var random = new Random(20261121);
        for (var round = 0; round < 500; round++)
        {
            var value = Draw(random, 4);
            var text = Call.Value("yaml.marshal", out _, value.ToJson())!;
            Call.Value("yaml.unmarshal", out var error, text.ToJson()).ShouldBe(value, text + " " + error);
        }
    }

    [Fact]
    public void A_bomb_of_aliases_is_an_error_and_soon()
    {
        var bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat("bcdefghi".Select((c, i) =>
            $"{c}: &{c} [{string.Join(',', Enumerable.Repeat("*" + (char)('a' + i), 10))}]\n"));
        Call.Json("yaml.unmarshal", RegoString.Of(bomb).ToJson()).ShouldContain("excessive aliasing");
        Call.Json("yaml.is_valid", RegoString.Of(bomb).ToJson()).ShouldBe("false");
    }

    [Fact]
    public void Damaged_texts_are_values_or_errors_but_never_crash()
    {
        var random = new Random(7);
        const string pieces = "abc: -[]{}&*!|>'\"%@`,?#\n\t ~<\\0";
        for (var round = 0; round < 5_000; round++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => pieces[random.Next(pieces.Length)])]);
            var value = Call.Value("yaml.unmarshal", out var error, RegoString.Of(text).ToJson());
            (value is null).ShouldBe(error is not null, text);
        }
    }

    private static readonly string[] Texts =
        ["", "a", "yes", "~", "1", "0x1", "1.5", "- a", "a: b", "a #b", " a", "a ", "line\n", "a\n\nb", "\n", "\t", "é", "'", "\"", "#", "---", "?", "{a}", "a:", ":a", "-a", ".inf", "<<", "=",
            "a long text of many words that goes on and on until the line is full, and then a little further still, so that it breaks"];

    private static RegoValue Draw(Random random, int depth) => random.Next(depth == 0 ? 3 : 5) switch
    {
        0 => RegoNumber.Of(random.Next(-100, 100) / 4.0),
        1 => random.Next(2) == 0 ? RegoNull.Instance : RegoBoolean.True,
        2 => RegoString.Of(Texts[random.Next(Texts.Length)]),
        3 => RegoArray.From(Enumerable.Range(0, random.Next(4)).Select(_ => Draw(random, depth - 1))),
        _ => Map(random, depth),
    };

    private static RegoObject Map(Random random, int depth)
    {
        var map = new RegoObject.Builder();
        for (var count = random.Next(4); count > 0; count--)
        {
            map.Set(Texts[random.Next(Texts.Length)], Draw(random, depth - 1));
        }

        return map.Build();
    }
}
