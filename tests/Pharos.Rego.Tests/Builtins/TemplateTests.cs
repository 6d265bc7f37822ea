namespace Pharos.Rego.Tests.Builtins;

public class TemplateTests
{
    [Theory]
    [InlineData("{{.a.b}}", "{\"a\":{\"b\":1}}", "1")]
    [InlineData("{{.missing}}", "{}", "<undefined>")]
    [InlineData("{{range $i, $x := .l}}{{if $i}},{{end}}{{$x}}{{end}}", "{\"l\":[\"a\",\"b\"]}", "a,b")]
    [InlineData("{{range .l}}{{.}}{{else}}none{{end}}", "{\"l\":[]}", "none")]
    [InlineData("{{range $k, $v := .o}}{{$k}}={{$v}};{{end}}", "{\"o\":{\"b\":2,\"a\":1}}", "a=1;b=2;")]
    [InlineData("{{if .x}}yes{{else if .y}}other{{else}}no{{end}}", "{\"x\":false,\"y\":true}", "other")]
    [InlineData("{{with .u}}{{.name}} of {{$.org}}{{else}}nobody{{end}}", "{\"u\":{\"name\":\"ann\"},\"org\":\"acme\"}", "ann of acme")]
    [InlineData("{{printf `%s-%05.1f|%-4d|%q` .s 2.5 7 .s}}", "{\"s\":\"x\"}", "x-002.5|7   |\\\"x\\\"")]
    [InlineData("{{.s | printf `[%s]` | len}}", "{\"s\":\"abc\"}", "5")]
    [InlineData("{{if and (eq .a `x` `y`) (not .b)}}ok{{end}}", "{\"a\":\"y\",\"b\":false}", "ok")]
    [InlineData("{{if lt 1 2}}less{{end}}{{if ge 1 2}}more{{end}}", "{}", "less")]
    [InlineData("{{index .l 1}}{{index .o `k`}}{{slice .s 1 3}}", "{\"l\":[1,2],\"o\":{\"k\":\"v\"},\"s\":\"abcd\"}", "2vbc")]
    [InlineData("a {{- `b` -}} c{{/* remark */}}", "{}", "abc")]
    [InlineData("{{$x := 1}}{{if true}}{{$x = 2}}{{end}}{{$x}}", "{}", "2")]
    [InlineData("{{define `t`}}<{{.}}>{{end}}{{template `t` .a}}{{block `u` .a}}({{.}}){{end}}", "{\"a\":\"v\"}", "<v>(v)")]
    [InlineData("{{range .l}}{{if eq . `b`}}{{break}}{{end}}{{.}}{{end}}", "{\"l\":[\"a\",\"b\",\"c\"]}", "a")]
    [InlineData("{{.l}} {{.o}} {{.n}}", "{\"l\":[1,true,null],\"o\":{\"k\":1.50},\"n\":null}", "[1 true <nil>] map[k:1.50] <undefined>")]
    [InlineData("{{html .s}} {{urlquery .s}}", "{\"s\":\"<a b>\"}", "&lt;a b&gt; %3Ca+b%3E")]
    public void Templates_render_as_in_go(string template, string variables, string expected) =>
        Call.Json("strings.render_template", Quoted(template), variables).ShouldBe("\"" + expected + "\"");

    [Theory]
    [InlineData("{{.a")]
    [InlineData("{{if .a}}")]
    [InlineData("{{end}}")]
    [InlineData("{{nope .a}}")]
    [InlineData("{{$undefined}}")]
    [InlineData("{{.s.x}}")]
    [InlineData("{{eq 1 `a`}}")]
    [InlineData("{{range .s}}{{end}}")]
    [InlineData("{{define `t`}}{{template `t`}}{{end}}{{template `t`}}")]
    public void What_go_refuses_is_an_error(string template) =>
        Call.Json("strings.render_template", Quoted(template), "{\"s\":\"text\"}").ShouldStartWith("eval_builtin_error strings.render_template: template: ");

    [Fact]
    public void Loops_within_loops_end_at_a_limit()
    {
        string items = "{\"l\":[" + string.Join(',', Enumerable.Range(0, 100)) + "]}";
        string template = string.Concat(Enumerable.Repeat("{{range $.l}}", 8)) + "{{break}}" + string.Concat(Enumerable.Repeat("{{end}}", 8));
        Call.Json("strings.render_template", Quoted(template), items).ShouldStartWith("eval_limit_builtin");
    }

    [Fact]
    public void Any_template_renders_or_is_an_error()
    {
        var random = new Random(29);
        string[] parts = ["{{", "}}", "{{-", "-}}", ".a", " .l ", "$x", ":=", "=", "if ", "range ", "with ", "end", "else", "(", ")", "|", "\"s\"", "`r`", "1", "printf ", "eq ", "len ", "text", "/*", "*/", ",", "define ", "template ", "'c'", "nil", "break"];
        for (int i = 0; i < 4000; i++)
        {
            string template = string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => parts[random.Next(parts.Length)]));
            Call.Value("strings.render_template", out Rego.Builtins.BuiltinError? error, Quoted(template), "{\"a\":1,\"l\":[1,2]}");
            (error is null || error.Message.StartsWith("strings.render_template: template: ", StringComparison.Ordinal)).ShouldBeTrue(template + " " + error);
        }
    }

    private static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text);
}
