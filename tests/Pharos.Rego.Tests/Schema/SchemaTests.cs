using Pharos.Rego.Schema;
using Pharos.Rego.Tests.Builtins;
using Pharos.Rego.Values;

namespace Pharos.Rego.Tests.Schema;

public sealed class SchemaTests
{
    private const string Sound = """
        {"$schema":"http://json-schema.org/draft-07/schema#","type":"object","required":["a"],"additionalProperties":false,"minProperties":1,
        "definitions":{"node":{"type":["object","null"],"properties":{"next":{"$ref":"#/definitions/node"},"v":{"type":"integer","multipleOf":0.5,"exclusiveMinimum":-1}}}},
        "properties":{"a":{"$ref":"#/definitions/node"},"b":{"type":"array","items":[{"const":1}],"additionalItems":{"enum":["x",null]},"uniqueItems":true,"contains":{"type":"string"},"maxItems":9},
        "c":{"anyOf":[{"type":"string","pattern":"^a+$","format":"email","maxLength":20},{"oneOf":[{"not":{"type":"number"}},{"if":{"minimum":3},"then":{"maximum":5},"else":false}]}]}},
        "patternProperties":{"^p_":{"allOf":[true,{"dependencies":{"q":["r"]}}]}},"dependencies":{"b":["a"]},"propertyNames":{"maxLength":9}}
        """;

    private const string Document = """{"a":{"v":1.5,"next":{"next":null}},"b":[1,"x",null],"c":"aa@b.de","p_1":{"q":1,"r":[2]}}""";

    private static readonly string[] Pieces = ["{\"$ref\":\"#\"}", "{}", "[]", "null", "true", "-1", "1e400", "\"#/definitions/node\"", "\"$ref\":", "\"allOf\":[", "\"type\":", "\"(a+)+$\"", "\"[\"", ",", ":", "\"", "]", "}", "\"not\":", "\"items\":"];

    [Theory]
    [InlineData("""{"type":"string"}""", "1", "[false, [{\"desc\": \"Invalid type. Expected: string, given: integer\", \"error\": \"(root): Invalid type. Expected: string, given: integer\", \"field\": \"(root)\", \"type\": \"invalid_type\"}]]")]
    [InlineData("""{"required":["a"]}""", "{}", "[false, [{\"desc\": \"a is required\", \"error\": \"(root): a is required\", \"field\": \"(root)\", \"type\": \"required\"}]]")]
    [InlineData("""{"properties":{"a":{"items":{"maximum":2}}}}""", """{"a":[1,2]}""", "[true, []]")]
    public void A_document_is_matched_or_told_what_is_wrong(string schema, string document, string expected) =>
        Call.Json("json.match_schema", RegoString.Of(document).ToJson(), RegoString.Of(schema).ToJson()).ShouldBe(expected);

    [Theory]
    [InlineData("""{"type":"strin"}""")]
    [InlineData("""{"type":1}""")]
    [InlineData("""{"pattern":"["}""")]
    [InlineData("""{"$ref":"#/nowhere"}""")]
    [InlineData("""{"properties":[]}""")]
    [InlineData("""{"minLength":-1}""")]
    [InlineData("""{"required":[1]}""")]
    [InlineData("""{"multipleOf":0}""")]
    public void A_schema_that_makes_no_sense_is_refused_in_words(string schema)
    {
        var answer = Call.Json("json.verify_schema", RegoString.Of(schema).ToJson());
        answer.ShouldStartWith("[false, \"jsonschema: ");
        answer.Length.ShouldBeGreaterThan(30);
    }

    [Fact]
    public void A_schema_never_leads_to_the_network() =>
        JsonSchema.Compile(RegoValue.ParseJson("""{"$ref":"http://example.com/schema.json"}""")).Error.ShouldNotBeNullOrEmpty();

    [Fact]
    public void Damaged_schemas_and_documents_are_read_or_refused_and_soon()
    {
        Call.Json("json.verify_schema", RegoString.Of(Sound).ToJson()).ShouldBe("[true, null]");
        var damage = new Damage(20261121, Pieces);
        var compiled = 0;
        for (var round = 0; round < 8_000; round++)
        {
            var (schema, document) = (damage.Of(Sound), round % 2 == 0 ? Document : damage.Of(Document));
            var answer = Damage.Bounded(schema + document, 64 << 20, () => Call.Json("json.match_schema", RegoString.Of(document).ToJson(), RegoString.Of(schema).ToJson()));
            answer.ShouldNotBe("undefined", schema);
            compiled += answer.StartsWith('[') ? 1 : 0;
        }

        compiled.ShouldBeGreaterThan(200);
    }

    [Theory]
    [InlineData("{\"$ref\":\"#\"}")]
    [InlineData("{\"allOf\":[{\"$ref\":\"#\"},{\"$ref\":\"#\"}]}")]
    [InlineData("{\"not\":{\"$ref\":\"#\"}}")]
    [InlineData("{\"definitions\":{\"a\":{\"$ref\":\"#/definitions/b\"},\"b\":{\"$ref\":\"#/definitions/a\"}},\"$ref\":\"#/definitions/a\"}")]
    [InlineData("{\"properties\":{\"a\":{\"$ref\":\"#/properties/a\"}}}")]
    public void A_reference_that_leads_back_to_itself_ends(string schema) =>
        Damage.Bounded(schema, 64 << 20, () => Call.Json("json.match_schema", "\"{\\\"a\\\":1}\"", RegoString.Of(schema).ToJson())).ShouldNotBe("undefined");

    [Theory]
    [InlineData("allOf")]
    [InlineData("anyOf")]
    [InlineData("oneOf")]
    public void References_that_double_do_not_double_the_work_for_ever(string keyword)
    {
        var definitions = string.Join(',', Enumerable.Range(0, 60).Select(i => $"\"d{i}\":{{\"{keyword}\":[{{\"$ref\":\"#/definitions/d{i + 1}\"}},{{\"$ref\":\"#/definitions/d{i + 1}\"}}]}}"));
        var schema = $"{{\"definitions\":{{{definitions},\"d60\":{{\"type\":\"string\"}}}},\"$ref\":\"#/definitions/d0\"}}";
        Damage.Bounded(keyword, 1L << 30, () => Call.Json("json.match_schema", "\"{}\"", RegoString.Of(schema).ToJson())).ShouldNotBe("undefined");
    }

    [Theory]
    [InlineData("{\"not\":", "}", 300)]
    [InlineData("{\"items\":", "}", 300)]
    [InlineData("{\"allOf\":[", "]}", 300)]
    [InlineData("{\"properties\":{\"a\":", "}}", 300)]
    public void A_deep_schema_is_matched_or_refused(string open, string close, int levels)
    {
        var schema = string.Concat(Enumerable.Repeat(open, levels)) + "true" + string.Concat(Enumerable.Repeat(close, levels));
        Damage.Bounded(open, 64 << 20, () => Call.Json("json.match_schema", "\"{}\"", RegoString.Of(schema).ToJson())).ShouldNotBe("undefined");
    }

    [Fact]
    public void Many_items_that_must_differ_are_compared_soon()
    {
        var items = string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"{{\"k\":{i}}}"));
        Damage.Bounded("uniqueItems", 1L << 30, () => Call.Json("json.match_schema", RegoString.Of($"[{items}]").ToJson(), RegoString.Of("{\"uniqueItems\":true}").ToJson())).ShouldBe("[true, []]");
    }

    [Fact]
    public void A_pattern_that_explodes_does_not_hold_up_the_match() =>
        Damage.Bounded("pattern", 512 << 20, () => Call.Json("json.match_schema", RegoString.Of($"\"{new string('a', 5_000)}!\"").ToJson(), RegoString.Of("{\"pattern\":\"^(a+)+$\"}").ToJson())).ShouldStartWith("[false");
}
