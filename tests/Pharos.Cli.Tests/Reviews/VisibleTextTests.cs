using System.Globalization;
using System.Text;
using System.Text.Json;
using Pharos.Cli.Reviews.Screens;

namespace Pharos.Cli.Tests.Reviews;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("git status", "git status")]
    [InlineData("grüße 東京 🚀 → x", "grüße 東京 🚀 → x")]
    [InlineData("e\u0301", "e\u0301")]
    [InlineData("a\e[2Jb", @"a\x1b[2Jb")]
    [InlineData("a\u202eb", @"a\u202eb")]
    [InlineData("a\u200bb\u2066c\ufeff", @"a\u200bb\u2066c\ufeff")]
    [InlineData("a\rb\tc\nd\0", @"a\rb\tc\nd\x00")]
    [InlineData("a\u009b2J\u0085", @"a\x9b2J\x85")]
    [InlineData("a\u00a0b\u3000c", @"a\xa0b\u3000c")]
    [InlineData("\u3164\u2800\u115f", @"\u3164\u2800\u115f")]
    [InlineData("x\U000e0041", @"x\u{e0041}")]
    [InlineData("x\ufe0f", @"x\ufe0f")]
    [InlineData("a\u0301\u0302\u0303\u0304", "a\u0301\u0302" + @"\u0303\u0304")]
    [InlineData(" \u0301", @" \u0301")]
    [InlineData("\ue000", @"\ue000")]
    public void What_steers_turns_or_hides_is_spelled_out_and_nothing_else(string text, string shown) => VisibleText.Of(text).ShouldBe(shown);

    [Fact]
    public void A_lone_half_of_a_character_is_spelled_out() => VisibleText.Of("a" + (char)0xD800 + "b").ShouldBe(@"a\ud800b");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_goes_in_nothing_that_is_not_seen_comes_out(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 3000; round++)
        {
            var shown = VisibleText.Of(HostileText.Make(random));
            HostileText.ShouldBeHarmless(shown);
            VisibleText.Of(shown).ShouldBe(shown);
        }
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Every_character_there_is_comes_out_harmless()
    {
        for (var code = 0; code <= 0x10FFFF; code++)
        {
            if (Rune.IsValid(code))
            {
                HostileText.ShouldBeHarmless(VisibleText.Of(new Rune(code).ToString()));
            }
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void A_document_stays_the_same_document(int seed)
    {
        var random = new Random(seed);
        var readable = new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        for (var round = 0; round < 1000; round++)
        {
            var text = HostileText.Make(random, isWhole: true);
            var shown = VisibleText.InJson(JsonSerializer.Serialize(new Dictionary<string, string> { [text] = text }, readable));
            HostileText.ShouldBeHarmless(shown);
            JsonSerializer.Deserialize<Dictionary<string, string>>(shown)![text].ShouldBe(text);
        }
    }
}

/// <summary>Text as an agent would write it that wants to be taken for somebody else.</summary>
internal static class HostileText
{
    private static readonly string[] Pieces =
    [
        "rm -rf ", "\e[2J", "\e]0;title\a", "\u009b31m", "\u202e", "\u2066", "\u2069", "\u200b", "\u200d", "\ufeff", "\u00ad", "\u061c", "\r", "\n", "\t", "\b\b\b", "\u3164", "\u2800", "\U000e0061",
        "\U0001f468\u200d\U0001f469", "東京", "e\u0301\u0301\u0301\u0301", "\u20dd", "\ufe0f", "\u2028", "\u0085", "\0", "{\"a\":1}", "\\x1b", "…", " ", "\U000f0000",
    ];

    public static string Make(Random random, bool isWhole = false)
    {
        var text = new StringBuilder();
        for (var piece = random.Next(0, 40); piece > 0; piece--)
        {
            switch (random.Next(3))
            {
                case 0:
                    text.Append(Pieces[random.Next(Pieces.Length)]);
                    break;
                case 1 when !isWhole:
                    text.Append((char)random.Next(0x10000));
                    break;
                default:
                    var code = random.Next(0x110000);
                    text.Append(Rune.IsValid(code) ? new Rune(code).ToString() : "x");
                    break;
            }
        }

        return text.ToString();
    }

    public static void ShouldBeHarmless(string shown)
    {
        foreach (var c in shown)
        {
            (c is < ' ' or (>= '\x7f' and <= '\x9f')).ShouldBeFalse($"a control character {(int)c:x4}");
            (c is (>= '\u200b' and <= '\u200f') or (>= '\u202a' and <= '\u202e') or (>= '\u2060' and <= '\u206f') or '\ufeff' or '\u061c' or '\u00ad' or '\u180e' or '\u2028' or '\u2029')
                .ShouldBeFalse($"a hidden character {(int)c:x4}");
        }

        foreach (var rune in shown.EnumerateRunes())
        {
            // EnumerateRunes gives U+FFFD for half a pair; no half may be left.
            Rune.GetUnicodeCategory(rune).ShouldNotBe(UnicodeCategory.Format);
        }

        shown.Where((c, i) => char.IsSurrogate(c) && !(char.IsHighSurrogate(c) ? i + 1 < shown.Length && char.IsLowSurrogate(shown[i + 1]) : i > 0 && char.IsHighSurrogate(shown[i - 1]))).ShouldBeEmpty();
    }
}
