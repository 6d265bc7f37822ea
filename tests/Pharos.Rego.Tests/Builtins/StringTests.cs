namespace Pharos.Rego.Tests.Builtins;

public class StringTests
{
    [Theory]
    [InlineData("sprintf", "\"%s=%d %v\"", "[\"a\",5,[1,\"x\"]]", "\"a=5 [1, \\\"x\\\"]\"")]
    [InlineData("sprintf", "\"%05d|%-4d|%x|%.2f|%q|%t\"", "[42,7,255,1.005,\"h\",true]", "\"00042|7   |ff|1.00|\\\"h\\\"|true\"")]
    [InlineData("sprintf", "\"%d\"", "[\"a\"]", "\"%!d(string=a)\"")]
    [InlineData("sprintf", "\"%s %s\"", "[\"a\"]", "\"a %!s(MISSING)\"")]
    [InlineData("sprintf", "\"%[2]s%[1]s\"", "[\"a\",\"b\"]", "\"ba\"")]
    [InlineData("concat", "\",\"", "[\"a\",\"b\"]", "\"a,b\"")]
    [InlineData("split", "\"a.b\"", "\".\"", "[\"a\", \"b\"]")]
    [InlineData("split", "\"ab\"", "\"\"", "[\"a\", \"b\"]")]
    [InlineData("indexof", "\"\U0001f600b\"", "\"b\"", "1")]
    [InlineData("indexof_n", "\"aaa\"", "\"aa\"", "[0, 1]")]
    [InlineData("trim", "\"xxaxx\"", "\"x\"", "\"a\"")]
    [InlineData("format_int", "10", "2", "\"1010\"")]
    [InlineData("strings.replace_n", "{\"<\":\"&lt;\",\">\":\"&gt;\"}", "\"<b>\"", "\"&lt;b&gt;\"")]
    [InlineData("strings.any_prefix_match", "\"abc\"", "[\"x\",\"ab\"]", "true")]
    [InlineData("strings.count", "\"cheese\"", "\"e\"", "3")]
    [InlineData("concat", "1", "[]", "eval_type_error concat: operand 1 must be string but got number")]
    public void Texts(string name, string left, string right, string expected) => Call.Json(name, left, right).ShouldBe(expected);

    [Fact]
    public void A_substring_counts_code_points() => Call.Json("substring", "\"a\U0001f600bc\"", "1", "2").ShouldBe("\"\U0001f600b\"");

    [Fact]
    public void An_offset_before_the_text_is_an_error() => Call.Json("substring", "\"a\"", "-1", "2").ShouldBe("eval_builtin_error substring: negative offset");

    [Theory]
    [InlineData("units.parse", "\"10K\"", "10000")]
    [InlineData("units.parse", "\"100m\"", "0.1000000000")]
    [InlineData("units.parse_bytes", "\"1.5KiB\"", "1536")]
    [InlineData("base64.encode", "\"hi\"", "\"aGk=\"")]
    [InlineData("base64url.decode", "\"aGk\"", "\"hi\"")]
    [InlineData("hex.decode", "\"6869\"", "\"hi\"")]
    [InlineData("urlquery.encode", "\"a b&c\"", "\"a+b%26c\"")]
    [InlineData("crypto.sha256", "\"\"", "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"")]
    [InlineData("json.marshal", "{\"a\":\"<b>\"}", "\"{\\\"a\\\":\\\"\\\\u003cb\\\\u003e\\\"}\"")]
    [InlineData("semver.is_valid", "\"1.2\"", "false")]
    public void Codes(string name, string argument, string expected) => Call.Json(name, argument).ShouldBe(expected);
}
