using System.Text.Json;
using Pharos.Rego.Values;
using Pharos.Review.Elicitations;

namespace Pharos.Tests.Review.Elicitations;

public sealed class AnswerFormTests
{
    // What MCP lets a form ask for: text with formats, numbers, yes or no, one of several, several of several.
    private const string Mcp = """
        {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{
          "name":{"type":"string","title":"Name","description":"Who?","minLength":1,"maxLength":40},
          "email":{"type":"string","format":"email"},
          "day":{"type":"string","format":"date"},
          "age":{"type":"integer","minimum":0,"maximum":150},
          "share":{"type":"number","default":0.5},
          "sure":{"type":"boolean","default":false},
          "colour":{"type":"string","enum":["red","green"],"enumNames":["Red","Green"]},
          "size":{"type":"string","oneOf":[{"const":"s","title":"Small"},{"const":"l","title":"Large"}]},
          "tags":{"type":"array","minItems":1,"maxItems":2,"items":{"anyOf":[{"const":"a","title":"A"},{"const":"b","title":"B"}]}}},
         "required":["name"]}
        """;

    [Theory]
    [InlineData("""{"name":"Ann","email":"ann@example.org","day":"2026-11-21","age":30,"share":0.25,"sure":true,"colour":"red","size":"l","tags":["a","b"]}""", "")]
    [InlineData("""{"name":"Ann"}""", "")]
    [InlineData("""{"age":30}""", "(root)")]
    [InlineData("""{"name":7}""", "name")]
    [InlineData("""{"name":"Ann","email":"nonsense"}""", "email")]
    [InlineData("""{"name":"Ann","age":1.5}""", "age")]
    [InlineData("""{"name":"Ann","age":151}""", "age")]
    [InlineData("""{"name":"Ann","colour":"blue"}""", "colour")]
    [InlineData("""{"name":"Ann","size":"m"}""", "size")]
    [InlineData("""{"name":"Ann","tags":["a","c"]}""", "tags.1")]
    [InlineData("""{"name":"Ann","tags":["a","b","a"]}""", "tags")]
    public void A_form_of_MCP_is_checked_in_full_and_not_only_for_its_required_members(string answer, string place)
    {
        var (form, problem) = AnswerForm.Compile(ElicitationFixture.Json(Mcp));
        problem.ShouldBeNull();
        var errors = form!.Check(RegoValue.ParseJson(answer));
        (errors.Count == 0).ShouldBe(place.Length == 0);
        if (place.Length > 0)
        {
            errors.ShouldContain(error => error.Place == place);
        }
    }

    [Fact]
    public void Items_in_their_places_mean_what_the_draft_of_2020_says()
    {
        var (form, _) = AnswerForm.Compile(ElicitationFixture.Json("""{"type":"array","prefixItems":[{"type":"string"},{"type":"integer"}],"items":false}"""));
        form!.Check(RegoValue.ParseJson("""["a",1]""")).ShouldBeEmpty();
        form.Check(RegoValue.ParseJson("""[1,"a"]""")).ShouldNotBeEmpty();
        form.Check(RegoValue.ParseJson("""["a",1,2]""")).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("7")]
    [InlineData("""{"type":"nonsense"}""")]
    [InlineData("""{"minLength":5,"maxLength":2,"type":"string"}""")]
    [InlineData("""{"type":"string","pattern":"("}""")]
    [InlineData("""{"$ref":"https://example.org/schema.json"}""")]
    [InlineData("""{"$ref":"#/definitions/nowhere"}""")]
    [InlineData("""{"type":"object","unevaluatedProperties":false}""")]
    [InlineData("""{"$schema":"http://json-schema.org/draft-07/schema#","type":"object"}""")]
    public void A_schema_that_cannot_be_kept_to_is_refused_before_anybody_is_asked(string schema) =>
        AnswerForm.Compile(ElicitationFixture.Json(schema)).Problem!.Code.ShouldBe("elicitation.schema");

    [Fact]
    public void A_schema_has_a_largest_size()
    {
        var large = $$"""{"description":"{{new string('x', ElicitationOptions.MaximumSchemaBytes)}}"}""";
        AnswerForm.Compile(ElicitationFixture.Json(large)).Problem!.Message.ShouldContain("bytes");
    }

    [Fact]
    public void A_schema_that_leads_back_to_itself_ends_and_says_so()
    {
        var (form, _) = AnswerForm.Compile(ElicitationFixture.Json("""{"$ref":"#"}"""));
        form!.Check(RegoValue.ParseJson("1")).ShouldHaveSingleItem().Code.ShouldBe("too_complex");
    }

    [Fact]
    public void A_refusal_names_at_most_twenty_places()
    {
        var (form, _) = AnswerForm.Compile(ElicitationFixture.Json("""{"type":"array","items":{"type":"string"}}"""));
        form!.Check(RegoValue.ParseJson($"[{string.Join(',', Enumerable.Repeat("1", 100))}]")).Count.ShouldBe(AnswerForm.MaximumErrors);
    }

    [Theory]
    [InlineData("{\"pattern\":\"(a|b|ab)*c$\"}")]
    [InlineData("{\"format\":\"regex\"}")]
    [InlineData("{\"minLength\":1}")]
    public void A_long_text_is_not_looked_through_again_and_again_because_a_schema_branches(string leaf)
    {
        var defs = string.Join(',', Enumerable.Range(0, 18).Select(i => $"\"a{i}\":{{\"allOf\":[{{\"$ref\":\"#/$defs/a{i + 1}\"}},{{\"$ref\":\"#/$defs/a{i + 1}\"}}]}}"));
        var form = AnswerForm.Compile(JsonDocument.Parse($"{{\"$ref\":\"#/$defs/a0\",\"$defs\":{{{defs},\"a18\":{leaf}}}}}").RootElement).Form.ShouldNotBeNull();
        var started = System.Diagnostics.Stopwatch.StartNew();
        form.Check(RegoString.Of(string.Concat(Enumerable.Repeat("ab", 30_000)) + "c")).ShouldHaveSingleItem().Code.ShouldBe("too_complex");
        started.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void Many_wrong_items_of_a_long_list_of_choices_do_not_fill_the_memory()
    {
        var choices = string.Join(',', Enumerable.Range(0, 1000).Select(i => $"\"choice{i}\""));
        var form = AnswerForm.Compile(JsonDocument.Parse($"{{\"items\":{{\"enum\":[{choices}]}}}}").RootElement).Form.ShouldNotBeNull();
        var before = GC.GetAllocatedBytesForCurrentThread();
        form.Check(RegoValue.ParseJson(System.Text.Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat("1", 30_000))}]"))).ShouldNotBeEmpty();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(200_000_000);
    }

    [Fact]
    public void Many_names_held_against_many_patterns_come_to_an_end()
    {
        var patterns = string.Join(',', Enumerable.Range(0, 400).Select(i => $"\"^x{i}.*y$\":true"));
        var one = $"{{\"patternProperties\":{{{patterns}}}}}";
        var all = string.Join(',', Enumerable.Range(0, 300).Select(_ => "{\"$ref\":\"#/$defs/p\"}"));
        var form = AnswerForm.Compile(JsonDocument.Parse($"{{\"allOf\":[{all}],\"$defs\":{{\"p\":{one}}}}}").RootElement).Form.ShouldNotBeNull();
        var started = System.Diagnostics.Stopwatch.StartNew();
        form.Check(RegoValue.ParseJson(System.Text.Encoding.UTF8.GetBytes($"{{{string.Join(',', Enumerable.Range(0, 4000).Select(i => $"\"x{i}\":1"))}}}"))).ShouldHaveSingleItem().Code.ShouldBe("too_complex");
        started.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));
    }
}
