using System.Text;
using System.Text.Json;
using Pharos.Rego.Values;

namespace Pharos.Rego.Tests.Values;

public class RegoJsonTests
{
    [Fact]
    public void What_was_written_is_read_back_the_same()
    {
        var random = new Random(41);
        for (int i = 0; i < 3000; i++)
        {
            RegoValue json = RegoValue.ParseJson(RandomValues.Draw(random).ToJson());

            RegoValue.ParseJson(json.ToJson()).ShouldBe(json);
        }
    }

    [Fact]
    public void Both_writers_agree()
    {
        var random = new Random(43);
        for (int i = 0; i < 1000; i++)
        {
            RegoValue value = RandomValues.Draw(random);
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream))
            {
                value.WriteJson(writer);
            }

            RegoValue.ParseJson(stream.ToArray()).ShouldBe(RegoValue.ParseJson(value.ToJson()));
        }
    }

    [Theory]
    [InlineData("1.0")]
    [InlineData("1e3")]
    [InlineData("9223372036854775808")]
    [InlineData("0.30000000000000000000000001")]
    public void Numbers_keep_their_text(string text) => RegoValue.ParseJson(text).ToJson().ShouldBe(text);

    [Fact]
    public void Of_two_equal_keys_the_later_counts() => RegoValue.ParseJson("""{"a":1,"a":2}""").ToJson().ShouldBe("""{"a":2}""");

    [Fact]
    public void Keys_that_are_not_texts_become_their_json()
    {
        var builder = new RegoObject.Builder();
        builder.Set(RegoArray.Of(RegoNumber.Of(1)), RegoNull.Instance);

        builder.Build().ToJson().ShouldBe("""{"[1]":null}""");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("1 2")]
    [InlineData("1e1000000")]
    [InlineData("\"\\ud800\"")]
    public void What_is_not_one_document_is_refused_with_a_reason(string text)
    {
        RegoValue.TryParseJson(Encoding.UTF8.GetBytes(text), out RegoValue? value, out string? error).ShouldBeFalse();
        value.ShouldBeNull();
        error.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void Depth_is_bounded() =>
        RegoValue.TryParseJson(Encoding.UTF8.GetBytes(new string('[', 5000)), out _, out string? _).ShouldBeFalse();

    [Theory]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""[{"a":1},{"\ud800":1}]""")]
    [InlineData("""{"a":"\ud800"}""")]
    public void Half_a_character_is_refused_wherever_it_stands(string text)
    {
        RegoValue.TryParseJson(System.Text.Encoding.UTF8.GetBytes("""[{"a":1},{"b":{"c":1}}]"""), out _, out _).ShouldBeTrue();
        RegoValue.TryParseJson(System.Text.Encoding.UTF8.GetBytes(text), out _, out var error).ShouldBeFalse();
        error.ShouldNotBeNull().ShouldContain("surrogate");
    }

    [Fact]
    public void A_key_with_escapes_is_the_key_that_it_means() =>
        RegoValue.ParseJson("""[{"ab":1,"c":2},{"\u0061b":3,"\u0063":4}]""").ShouldBe(RegoValue.ParseJson("""[{"ab":1,"c":2},{"ab":3,"c":4}]"""));

    [Fact]
    public void Any_bytes_are_a_document_or_refused()
    {
        var random = new Random(3);
        byte[] alphabet = "{}[]:,\"\\u0d8e+-.1tfn\u00ff "u8.ToArray();
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = new byte[random.Next(12)];
            for (int j = 0; j < bytes.Length; j++)
            {
                bytes[j] = alphabet[random.Next(alphabet.Length)];
            }

            if (RegoValue.TryParseJson(bytes, out RegoValue? value, out _))
            {
                RegoValue.ParseJson(value.ToJson()).ShouldBe(value);
            }
        }
    }

    [Fact]
    public void Rego_notation_shows_sets_and_quotes()
    {
        RegoSet.Empty.ToString().ShouldBe("set()");
        RegoSet.Of(RegoString.Of("a\"\n"), RegoNumber.Of(1)).ToString().ShouldBe("{1, \"a\\\"\\n\"}");
        RegoObject.Of(("a", RegoArray.Of(RegoNumber.Of(1), RegoNumber.Of(2)))).ToString().ShouldBe("{\"a\": [1, 2]}");
    }

    [Fact]
    public void Objects_that_share_their_keys_are_read_as_if_they_did_not()
    {
        string[] keys = ["a", "b", "\\u0061", "é", "long key of more than a few characters", "c", "1"];
        string[] values = ["1", "\"a\"", "\"\\u0061\"", "\"é\"", "true", "[]", "{}", "\"a text that comes more than once\""];
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            string Value(int depth) => depth > 0 && random.Next(3) == 0 ? Object(depth - 1) : values[random.Next(values.Length)];
            string Object(int depth) => "{" + string.Join(',', Enumerable.Range(0, random.Next(random.Next(20) == 0 ? 60 : 6)).Select(i => $"\"{(random.Next(9) == 0 ? "k" + i : keys[random.Next(keys.Length)])}\":{Value(depth)}")) + "}";
            string text = "[" + string.Join(',', Enumerable.Range(0, seed % 10 == 0 ? 400 : 20).Select(_ => Object(3))) + "]";
            using var document = System.Text.Json.JsonDocument.Parse(text);
            RegoValue.ParseJson(text).ToString().ShouldBe(RegoValue.FromJson(document.RootElement).ToString());
        }
    }
}
