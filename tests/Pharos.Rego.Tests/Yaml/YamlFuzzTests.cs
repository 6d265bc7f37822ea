using Pharos.Rego.Tests.Builtins;
using Pharos.Rego.Values;

namespace Pharos.Rego.Tests.Yaml;

public sealed class YamlFuzzTests
{
    private const string Sound = """
        %YAML 1.1
        ---
        # a policy's data
        base: &base {name: "a\tb\u00e9", list: [1, 0x1F, 1_000, .5, 1e3, ~, yes, 2001-12-14]}
        derived:
          <<: *base
          more: !!str 12
          folded: >-
            one
            two

            three
          literal: |+
            keep

          'quoted ''key''': "x \
            y"
        ? complex
        : - - nested
            - {k: [v, *base]}
          - !!binary aGVsbG8=
        ...
        """;

    private static readonly string[] Pieces = ["&a ", "*a", "*base", "<<: ", "- ", "? ", ": ", "|", ">", "|2-", "!!str ", "!<x> ", "---\n", "...\n", "%TAG ! x\n", "\t", "\n  ", "[", "]", "{", "}", ",", "'", "\"", "\\x", "#", "\0", "\u0085", "\ufeff", "@", "`"];

    [Theory]
    [InlineData("a: b\na: c", "{\"a\": \"c\"}")]
    [InlineData("a: [1, 2\nb: 3", "eval_builtin_error")]
    [InlineData("a: 'x", "eval_builtin_error")]
    [InlineData("a: *x", "eval_builtin_error yaml.unmarshal: yaml: line 1: unknown anchor 'x' referenced")]
    [InlineData("a: &x [*x]", "eval_builtin_error yaml.unmarshal: yaml: line 1: unknown anchor 'x' referenced")]
    [InlineData("[1]: a", "eval_builtin_error")]
    [InlineData("<<: 1", "eval_builtin_error yaml.unmarshal: yaml: line 1: map merge requires map or sequence of maps as the value")]
    [InlineData("- !!int x", "eval_builtin_error yaml.unmarshal: yaml: line 1: cannot decode `x` as a !!int")]
    public void Odd_documents_are_values_or_errors_that_say_why(string text, string expected) => Call.Json("yaml.unmarshal", RegoString.Of(text).ToJson()).ShouldStartWith(expected);

    [Fact]
    public void Damaged_documents_are_read_or_refused_and_soon()
    {
        Call.Json("yaml.is_valid", RegoString.Of(Sound).ToJson()).ShouldBe("true");
        var damage = new Damage(20261121, Pieces);
        var read = 0;
        for (var round = 0; round < 6_000; round++)
        {
            var text = damage.Of(Sound);
            var (value, error) = Damage.Bounded(text, 32 << 20, () =>
            {
                var found = Call.Value("yaml.unmarshal", out var wrong, RegoString.Of(text).ToJson());
                return (found, wrong);
            });
            (value is null).ShouldBe(error is not null, text);
            if (value is not null)
            {
                read++;
                var written = Call.Value("yaml.marshal", out _, value.ToJson())!;
                Call.Value("yaml.unmarshal", out _, written.ToJson()).ShouldBe(RegoValue.ParseJson(value.ToJson()), text);
            }
        }

        read.ShouldBeGreaterThan(500);
    }

    [Theory]
    [InlineData("", "[", 100_000)]
    [InlineData("", "{", 100_000)]
    [InlineData("", "- ", 100_000)]
    [InlineData("", "? ", 50_000)]
    [InlineData("", "a: {", 20_000)]
    [InlineData("", "&a ", 50_000)]
    [InlineData("", "!!str ", 50_000)]
    [InlineData("", "a: b\n", 50_000)]
    [InlineData("a: &a [x]\nb: ", "[*a, ", 50_000)]
    [InlineData("a: \"", "\\u00e9", 100_000)]
    [InlineData("a: |\n", "  line\n", 100_000)]
    [InlineData("m: &m {a: 1, b: 2, c: 3}\nn:\n", "- {<<: *m, <<: [*m, *m, *m]}\n", 20_000)]
    [InlineData("", "---\n", 100_000)]
    [InlineData("", "#\n", 200_000)]
    [InlineData("", "'' ", 100_000)]
    public void A_huge_document_is_read_or_refused_and_soon(string start, string repeated, int times)
    {
        var text = RegoString.Of(start + string.Concat(Enumerable.Repeat(repeated, times)));
        Damage.Bounded(start + repeated, 512 << 20, () => Call.Json("yaml.is_valid", text.ToJson())).ShouldBeOneOf("true", "false");
    }
}
