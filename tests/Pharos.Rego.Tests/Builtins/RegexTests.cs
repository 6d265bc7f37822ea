using Pharos.Rego.Builtins;

namespace Pharos.Rego.Tests.Builtins;

public class RegexTests
{
    [Theory]
    [InlineData("^a.c$", "abc", true)]
    [InlineData("^a$", "a\n", false)]
    [InlineData("(?i)straße", "STRAßE", true)]
    [InlineData("\\d", "٣", false)]
    [InlineData("[[:alpha:]]+", "123", false)]
    [InlineData("^[[:^digit:]]$", "a", true)]
    [InlineData("^.$", "😀", true)]
    [InlineData("^[^a]$", "😀", true)]
    [InlineData("\\x{1F600}", "😀", true)]
    [InlineData("^\\pL+$", "aé", true)]
    [InlineData("\\Qa.b\\E", "axb", false)]
    [InlineData("(?s)a.b", "a\nb", true)]
    [InlineData("(?m)^b$", "a\nb\nc", true)]
    [InlineData("\\bcat\\b", "écaté", true)]
    [InlineData("(?i)k", "\u212a", true)]
    [InlineData("^(?P<n>a|b){2,3}\\z", "aba", true)]
    public void Matches_as_in_go(string pattern, string text, bool expected)
    {
        CompiledRegex.Get(pattern, out string error).ShouldNotBeNull(error).For(text).IsMatch(text).ShouldBe(expected);
    }

    [Theory]
    [InlineData("a**")]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("[a")]
    [InlineData("(?=a)")]
    [InlineData("\\1")]
    [InlineData("a{1001}")]
    [InlineData("\\p{Nonsense}")]
    [InlineData("\\Z")]
    [InlineData("[b-a]")]
    public void What_go_does_not_know_is_an_error(string pattern) => CompiledRegex.Get(pattern, out string _).ShouldBeNull();

    [Theory]
    [InlineData("regex.split", "\"a*\"", "\"abaabaccadaaae\"", "[\"\", \"b\", \"b\", \"c\", \"c\", \"d\", \"e\"]")]
    [InlineData("regex.split", "\",\"", "\"a,b\"", "[\"a\", \"b\"]")]
    public void Splits(string name, string pattern, string text, string expected) => Call.Json(name, pattern, text).ShouldBe(expected);

    [Fact]
    public void Replaces_with_groups_by_number_and_name() =>
        Call.Json("regex.replace", "\"john smith\"", "\"(?P<first>\\\\w+) (\\\\w+)\"", "\"$2, ${first}\"").ShouldBe("\"smith, john\"");

    [Fact]
    public void Finds_groups() =>
        Call.Json("regex.find_all_string_submatch_n", "\"a(x*)b\"", "\"axxb ab\"", "-1").ShouldBe("[[\"axxb\", \"xx\"], [\"ab\", \"\"]]");

    [Fact]
    public void An_explosive_pattern_ends_quickly() => Call.Json("regex.match", "\"^(a+)+$\"", "\"" + new string('a', 5000) + "!\"").ShouldBe("false");

    [Theory]
    [InlineData("*.example.com", "[]", "api.example.com", true)]
    [InlineData("*.example.com", "[]", "a.b.example.com", false)]
    [InlineData("**.example.com", "[]", "a.b.example.com", true)]
    [InlineData("*", "null", "a.b", true)]
    [InlineData("/a/*/c", "[\"/\"]", "/a/b/c", true)]
    [InlineData("{cat,bat,[fr]at}", "[]", "rat", true)]
    [InlineData("[!a-c]", "[]", "b", false)]
    [InlineData("a\\\\*", "[]", "a*", true)]
    public void Globs_stop_at_delimiters(string pattern, string delimiters, string text, bool expected) =>
        Call.Json("glob.match", "\"" + pattern + "\"", delimiters, "\"" + text + "\"").ShouldBe(expected ? "true" : "false");

    [Fact]
    public void Any_pattern_is_translated_or_refused()
    {
        var random = new Random(11);
        const string Alphabet = "ab\\()[]{}*+?|^$.-,:1dDwpLQEx=P<>i😀";
        for (int i = 0; i < 3000; i++)
        {
            string pattern = string.Concat(Enumerable.Range(0, random.Next(1, 10)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
            CompiledRegex.Get(pattern, out string error)?.For("ab1").IsMatch("ab1");
            (error.Length == 0 || error.StartsWith("error parsing regexp", StringComparison.Ordinal)).ShouldBeTrue(pattern + ": " + error);
        }
    }

    [Fact]
    public void Any_glob_is_translated_or_refused()
    {
        var random = new Random(13);
        const string Alphabet = "ab*?[]{},!\\-./";
        for (int i = 0; i < 3000; i++)
        {
            string pattern = string.Concat(Enumerable.Range(0, random.Next(1, 10)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
            CompiledRegex.GetTranslated("glob:" + pattern, () => Globs.Translate(pattern, ['.']), out string error)?.For("a.b").IsMatch("a.b");
            (error.Length == 0 || !error.Contains("too large", StringComparison.Ordinal)).ShouldBeTrue(pattern + ": " + error);
        }
    }
}
