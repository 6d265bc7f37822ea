using Pharos.Rego.Values;

namespace Pharos.Rego.Tests.Syntax;

public sealed class AstJsonTests
{
    [Fact]
    public void A_module_names_its_package_imports_and_rules() => Tree("import data.b as c\nallow := true").ShouldBe(
        """
        {"imports":[{"alias":"c","path":{"type":"ref","value":[{"type":"var","value":"data"},{"type":"string","value":"b"}]}}],
        "package":{"path":[{"type":"var","value":"data"},{"type":"string","value":"a"}]},
        "rules":[{"body":[{"index":0,"terms":{"type":"boolean","value":true}}],
        "head":{"assign":true,"name":"allow","ref":[{"type":"var","value":"allow"}],"value":{"type":"boolean","value":true}}}]}
        """.ReplaceLineEndings(""));

    [Fact]
    public void A_call_is_a_list_of_its_operator_and_arguments() => Body("x + 1 == 2").ShouldBe(
        """
        [{"index":0,"terms":[{"type":"ref","value":[{"type":"var","value":"equal"}]},
        {"type":"call","value":[{"type":"ref","value":[{"type":"var","value":"plus"}]},{"type":"var","value":"x"},{"type":"number","value":1}]},
        {"type":"number","value":2}]}]
        """.ReplaceLineEndings(""));

    [Fact]
    public void Wildcards_are_numbered_and_negation_is_a_flag() => Body("not input.a[_][_]").ShouldBe(
        """
        [{"index":0,"negated":true,"terms":{"type":"ref","value":[{"type":"var","value":"input"},{"type":"string","value":"a"},
        {"type":"var","value":"$0"},{"type":"var","value":"$1"}]}}]
        """.ReplaceLineEndings(""));

    [Fact]
    public void A_declaration_with_in_is_one_symbol_that_is_a_call() => Body("some x in xs").ShouldBe(
        """
        [{"index":0,"terms":{"symbols":[{"type":"call","value":[{"type":"ref","value":[{"type":"var","value":"internal"},
        {"type":"string","value":"member_2"}]},{"type":"var","value":"x"},{"type":"var","value":"xs"}]}]}}]
        """.ReplaceLineEndings(""));

    [Fact]
    public void Two_spellings_of_a_set_are_one_tree() => Body("x := {3, \"a\", 1, y}").ShouldBe(Body("x := {1, y, 1, 3, \"a\"}"));

    [Fact]
    public void A_set_rule_has_a_key_and_no_value()
    {
        var head = Head("p contains 1 if input.x");
        head.ContainsKey(RegoString.Of("value")).ShouldBeFalse();
        head.TryGet("key", out var key).ShouldBeTrue();
        key!.ToJson().ShouldBe("""{"type":"number","value":1}""");
    }

    [Fact]
    public void A_text_that_does_not_parse_gives_its_complaints()
    {
        var (tree, diagnostics) = RegoAst.Parse(new RegoModule("x.rego", "package a\np :="));
        tree.ShouldBeNull();
        diagnostics.ShouldNotBeEmpty();
    }

    private static string Tree(string rules) => Parsed("package a\n" + rules).ToJson();

    private static string Body(string body)
    {
        Rule(Parsed($"package a\np if {{ {body} }}")).TryGet("body", out var statements).ShouldBeTrue();
        return statements!.ToJson();
    }

    private static RegoObject Head(string rule)
    {
        Rule(Parsed("package a\n" + rule)).TryGet("head", out var head).ShouldBeTrue();
        return (RegoObject)head!;
    }

    private static RegoObject Rule(RegoObject tree) => tree.TryGet("rules", out var rules) ? (RegoObject)((RegoArray)rules)[0] : RegoObject.Empty;

    private static RegoObject Parsed(string source)
    {
        var (tree, diagnostics) = RegoAst.Parse(new RegoModule("a.rego", source));
        return tree.ShouldNotBeNull(string.Join('\n', diagnostics));
    }
}
