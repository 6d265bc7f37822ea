namespace Pharos.Rego.Tests.Compile;

public sealed class MetadataTests
{
    private const string Module = """
        # METADATA
        # scope: subpackages
        # organizations: [Pharos]
        # METADATA
        # title: The package
        package a.b

        # METADATA
        # title: The rule
        # authors: ["Ann Smith <ann@example.org>", {name: Bo}]
        # related_resources: [https://example.org, {ref: https://example.com, description: more}]
        # schemas: [{input: schema.user}, {input.x: {type: string}}]
        # unknown: 1
        p := rego.metadata.rule()

        # METADATA
        # entrypoint: true
        q := [link.path | some link in rego.metadata.chain()]

        r := [link.annotations.scope | some link in rego.metadata.chain(); link.annotations]

        s := rego.metadata.rule()
        """;

    [Theory]
    [InlineData("p.title", "\"The rule\"")]
    [InlineData("p.scope", "\"rule\"")]
    [InlineData("p.authors", """[{"email": "ann@example.org", "name": "Ann Smith"}, {"name": "Bo"}]""")]
    [InlineData("p.related_resources", """[{"ref": "https://example.org"}, {"description": "more", "ref": "https://example.com"}]""")]
    [InlineData("p.schemas", """[{"path": ["input"], "schema": ["schema", "user"]}, {"definition": {"type": "string"}, "path": ["input", "x"]}]""")]
    [InlineData("p.unknown", "undefined")]
    [InlineData("q", """[["a", "b", "q"], ["a", "b", "q"], ["a", "b"], ["a", "b"]]""")]
    [InlineData("r", """["package", "subpackages"]""")]
    [InlineData("s", "{}")]
    public void A_rule_reads_what_is_said_of_it(string reference, string expected) =>
        Programs.Evaluate(Programs.Compile(Module), $"data.a.b.{reference}").ShouldBe(expected);

    [Theory]
    [InlineData("# scope: nowhere", "invalid annotation scope 'nowhere'")]
    [InlineData("# scope: package", "annotation scope 'package' must be applied to package")]
    [InlineData("# scope: rule\n# entrypoint: true", "annotation entrypoint applied to non-document or package scope 'rule'")]
    [InlineData("# title: [", "")]
    public void A_wrong_block_is_refused_where_it_is_read(string block, string message)
    {
        var diagnostic = Programs.Reject($"package a\n\n# METADATA\n{block}\np := rego.metadata.rule()")[0];
        diagnostic.Code.ShouldBe("rego_parse_error");
        diagnostic.Message.ShouldContain(message);
    }

    [Fact]
    public void A_wrong_block_that_nothing_reads_does_no_harm() =>
        Programs.Evaluate(Programs.Compile("package a\n# METADATA\n# scope: nowhere\np := 1"), "data.a.p").ShouldBe("1");
}
