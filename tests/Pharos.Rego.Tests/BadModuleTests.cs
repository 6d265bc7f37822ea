using System.Text;
using Pharos.Rego.Values;

namespace Pharos.Rego.Tests;

/// <summary>Whatever is wrong with what is given, the answer is the code that the language has for it and words that a person can act on.</summary>
public sealed class BadModuleTests
{
    [Theory]
    [InlineData("package a\np := \"é\u0001\"", 2, 8)]
    [InlineData("\u0001package a", 1, 1)]
    [InlineData("package a\n# 😀\u0001", 2, 5)]
    public void Bytes_that_are_no_UTF8_are_refused_with_their_place(string text, int row, int column)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        bytes[Array.IndexOf(bytes, (byte)1)] = 0xff;
        RegoModule.TryRead("m.rego", bytes, out var module, out var diagnostic).ShouldBeFalse();
        module.ShouldBeNull();
        (diagnostic!.Code, diagnostic.Row, diagnostic.Column).ShouldBe(("rego_parse_error", row, column));
        diagnostic.Message.ShouldContain("illegal utf-8 character: byte 0xff");
        diagnostic.Hint.ShouldBe("save the file as UTF-8");
    }

    [Theory]
    [InlineData(new byte[] { 0x70, 0xc3 })]
    [InlineData(new byte[] { 0xed, 0xa0, 0x80 })]
    [InlineData(new byte[] { 0xc0, 0x80 })]
    [InlineData(new byte[] { 0xff, 0xfe, 0x70, 0x00 })]
    public void Cut_off_surrogate_overlong_and_UTF16_text_is_no_UTF8(byte[] bytes) => RegoModule.TryRead("m.rego", bytes, out _, out _).ShouldBeFalse();

    [Fact]
    public void A_byte_order_mark_before_the_package_is_no_part_of_it()
    {
        RegoModule.TryRead("m.rego", [0xef, 0xbb, 0xbf, .. "package a\np := 1"u8], out var module, out _).ShouldBeTrue();
        Programs.Compile(module!.Source).Packages.ShouldBe(["data.a"]);
    }

    [Fact]
    public void A_data_document_with_bytes_that_are_no_UTF8_is_refused()
    {
        RegoValue.TryParseJson([.. "{\"a\":\""u8, 0xff, .. "\"}"u8], out _, out var error).ShouldBeFalse();
        error.ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("{\"a\": 1, \"a\": 2}", "{\"a\": 2}")]
    [InlineData("{\"a\": input.x, \"a\": input.y}", "{\"a\": 2}")]
    [InlineData("json.unmarshal(`{\"a\": 1, \"a\": 2}`)", "{\"a\": 2}")]
    [InlineData("{k: v | some k, v in {\"a\": 1}}", "{\"a\": 1}")]
    [InlineData("{\"a\": v | some v in [1, 2]}", "eval_conflict_error")]
    public void Of_keys_given_twice_the_last_one_counts_but_for_computed_ones_that_conflict(string term, string expected) =>
        Programs.P($"p := {term}", """{"x": 1, "y": 2}""").ShouldBe(expected);

    [Fact]
    public void The_input_keeps_the_last_of_two_values_for_one_key() => Programs.P("p := input", """{"a": 1, "b": 0, "a": 2}""").ShouldBe("{\"a\": 2, \"b\": 0}");

    [Theory]
    [InlineData("p := q\nq := r\nr := p", "rego_recursion_error", "data.test.p -> data.test.q -> data.test.r -> data.test.p")]
    [InlineData("p[x] := 1 if { some x in input; p[\"a\"] }", "rego_recursion_error", "data.test.p is recursive")]
    [InlineData("f(x) := g(x)\ng(x) := f(x)", "rego_recursion_error", "data.test.f -> data.test.g -> data.test.f")]
    [InlineData("p if data.test[input.x]", "rego_recursion_error", "data.test.p is recursive")]
    [InlineData("p if x == 1", "rego_unsafe_var_error", "var x is unsafe")]
    [InlineData("p := 1 + \"a\"", "rego_type_error", "plus: invalid argument(s)")]
    [InlineData("p := 1\np(x) := 2", "rego_type_error", "conflicting rules data.test.p found")]
    [InlineData("p := undefined.thing(1)", "rego_type_error", "undefined function undefined.thing")]
    public void What_cannot_be_evaluated_is_refused_when_it_is_compiled(string rules, string code, string message)
    {
        var diagnostic = Programs.Reject("package test\n" + rules)[0];
        diagnostic.Code.ShouldBe(code);
        diagnostic.Message.ShouldContain(message);
        diagnostic.Excerpt.ShouldContain("^");
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{", "}")]
    [InlineData("{\"a\":", "}")]
    [InlineData("f(", ")")]
    [InlineData("[1 | ", "]")]
    [InlineData("not (", ")")]
    [InlineData("count([x | x := ", "])")]
    [InlineData("{every y in [1] {", "}}")]
    public void Terms_and_bodies_a_thousand_deep_are_refused(string open, string close)
    {
        var text = string.Concat(Enumerable.Repeat(open, 1_000)) + "1" + string.Concat(Enumerable.Repeat(close, 1_000));
        Programs.Reject($"package test\np if {{ x := {text} }}").ShouldAllBe(d => d.Code == "rego_parse_error" && d.Row == 2 && d.Message.Length < 300);
    }

    [Fact]
    public void An_input_a_thousand_deep_is_walked_and_one_ten_thousand_deep_refused()
    {
        static string Deep(int levels) => string.Concat(Enumerable.Repeat("[", levels)) + string.Concat(Enumerable.Repeat("]", levels));
        Programs.P("p := count([path | walk(input, [path, _])])", Deep(500)).ShouldBe("500");
        RegoValue.TryParseJson(Encoding.UTF8.GetBytes(Deep(10_000)), out _, out var error).ShouldBeFalse();
        error!.ShouldContain("depth of 1024");
    }
}
