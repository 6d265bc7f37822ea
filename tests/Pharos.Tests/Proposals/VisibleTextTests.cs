using Pharos.Proposals;

namespace Pharos.Tests.Proposals;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("plain ünïcode 漢字 🚀", "plain ünïcode 漢字 🚀")]
    [InlineData("a\u202Eb\u2066c", "a\\u{202E}b\\u{2066}c")]
    [InlineData("a\u200Bb\uFEFFc\u00ADd", "a\\u{200B}b\\u{FEFF}c\\u{AD}d")]
    [InlineData("\u001b[2K\rok", "\\u{1B}[2K\\u{D}ok")]
    [InlineData("a\u00A0b\u2028c\u3164", "a\\u{A0}b\\u{2028}c\\u{3164}")]
    [InlineData("\U000E0041", "\\u{E0041}")]
    public void What_cannot_be_seen_is_written_out(string text, string shown) => VisibleText.Of(text).ShouldBe(shown);

    [Fact]
    public void Half_a_character_is_written_out() => VisibleText.Of("a\uD800b").ShouldBe("a\\u{D800}b");

    [Fact]
    public void Lines_are_kept_where_lines_are_shown() => VisibleText.Of("a\n\tb\r", keepLines: true).ShouldBe("a\n\tb\\u{D}");

    [Fact]
    public void Lines_are_written_out_where_one_line_is_shown() => VisibleText.Of("a\n\tb").ShouldBe("a\\u{A}\\u{9}b");
}
