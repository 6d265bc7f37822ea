using System.Text;
using System.Text.Json;
using Pharos.Server.Hooks;

namespace Pharos.Server.Tests.Hooks;

public sealed class TopLevelTextsTests
{
    [Fact]
    public void Only_short_texts_of_the_outermost_object_are_found() =>
        Find("""{"a":"1","b":{"a":"2","c":"3"},"d":["4",{"a":"5"}],"e":6,"f\u0041":"\u00e4\"","long":"LONG"}""".Replace("LONG", new string('x', 2000)))
            .ShouldBe(new Dictionary<string, string> { ["a"] = "1", ["fA"] = "ä\"" });

    [Fact]
    public void What_looks_like_a_member_inside_a_text_is_none() =>
        Find("""{"out":"\",\"id\":\"forged","id":"real"}""")["id"].ShouldBe("real");

    [Fact]
    public void The_last_of_two_members_counts_as_in_JavaScript() => Find("""{"id":"1","id":"2"}""")["id"].ShouldBe("2");

    [Fact]
    public void It_agrees_with_a_real_parser_however_the_text_is_cut()
    {
        var random = new Random(7);
        for (var round = 0; round < 500; round++)
        {
            var text = JsonSerializer.Serialize(RandomObject(random, 3));
            using var document = JsonDocument.Parse(text);
            var expected = document.RootElement.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.String)
                .ToDictionary(member => member.Name, member => member.Value.GetString()!);
            var bytes = Encoding.UTF8.GetBytes(text);
            var texts = new TopLevelTexts();
            for (var at = 0; at < bytes.Length;)
            {
                var length = Math.Min(random.Next(1, 9), bytes.Length - at);
                texts.Feed(bytes.AsSpan(at, length));
                at += length;
            }

            texts.Found.OrderBy(pair => pair.Key, StringComparer.Ordinal).ShouldBe(expected.OrderBy(pair => pair.Key, StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Garbage_is_survived()
    {
        var random = new Random(9);
        for (var round = 0; round < 2000; round++)
        {
            var bytes = new byte[random.Next(0, 200)];
            random.NextBytes(bytes);
            for (var i = 0; i < bytes.Length; i += random.Next(1, 5))
            {
                bytes[i] = (byte)"{}[]\",:\\u0"[random.Next(10)];
            }

            Find(bytes).Count.ShouldBeLessThanOrEqualTo(TopLevelTexts.MaximumTexts);
        }
    }

    private static Dictionary<string, string> Find(string text) => Find(Encoding.UTF8.GetBytes(text));

    private static Dictionary<string, string> Find(byte[] bytes)
    {
        var texts = new TopLevelTexts();
        texts.Feed(bytes);
        return new Dictionary<string, string>(texts.Found);
    }

    private static Dictionary<string, object?> RandomObject(Random random, int depth)
    {
        var result = new Dictionary<string, object?>();
        for (var i = random.Next(0, 6); i > 0; i--)
        {
            result[RandomText(random)] = random.Next(depth > 0 ? 5 : 3) switch
            {
                0 => RandomText(random),
                1 => random.Next(),
                2 => null,
                3 => RandomObject(random, depth - 1),
                _ => new object?[] { RandomText(random), RandomObject(random, depth - 1) },
            };
        }

        return result;
    }

    private static string RandomText(Random random) =>
        new([.. Enumerable.Range(0, random.Next(0, 12)).Select(_ => "ab\"\\{}[]:,ä€\n"[random.Next(13)])]);
}
