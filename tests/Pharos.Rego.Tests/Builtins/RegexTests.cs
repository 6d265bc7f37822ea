using Pharos.Rego.Builtins;
using Pharos.Rego.Values;

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
        CompiledRegex regex = CompiledRegex.Get(pattern, out string error).ShouldNotBeNull(error);
        regex.IsMatch(text).ShouldBe(expected);
        regex.Linear(text).IsMatch(text).ShouldBe(expected);
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

    [Theory]
    [InlineData("\\p{Greek}+", "αβγ", true)]
    [InlineData("^\\p{greek}$", "a", false)]
    [InlineData("^\\P{Han}$", "漢", false)]
    [InlineData("^\\p{^Cyrillic}$", "ж", false)]
    [InlineData("^\\p{Old_Italic}$", "\U00010300", true)]
    [InlineData("^\\p{Uppercase_Letter}$", "É", true)]
    [InlineData("^\\p{Zs}$", "\u00a0", true)]
    [InlineData("(?i)^\\W$", "s", false)]
    [InlineData("(?i)^[^k]$", "\u212a", false)]
    [InlineData("(?i)^ß$", "\u1e9e", true)]
    [InlineData("(?i)^σ$", "ς", true)]
    [InlineData("(?i)^İ$", "i", false)]
    [InlineData("a(?i)*b", "aab", true)]
    [InlineData("^a|b*$", "xbb", true)]
    [InlineData("^*$", "", true)]
    [InlineData("x{,3}", "x{,3}", true)]
    [InlineData("x{01}", "x{01}", true)]
    [InlineData("^\\Qa*\\E+$", "a**", true)]
    [InlineData("^\\x41\\101\\_$", "AA_", true)]
    [InlineData("^[]a]+$", "]a", true)]
    [InlineData("^[a-]+$", "a-", true)]
    [InlineData("^[\\d-z]+$", "1-z", true)]
    [InlineData("(?U)^a+", "aa", true)]
    [InlineData("(?P<n>a)|(?P<n>b)", "b", true)]
    [InlineData("(?s-i:.)\\z", "\n", true)]
    [InlineData("\\bx", "-x", true)]
    [InlineData("^\\s$", "\v", false)]
    [InlineData("^[[:space:]]$", "\v", true)]
    public void What_re2_accepts_is_not_refused_and_matches_as_there(string pattern, string text, bool expected)
    {
        CompiledRegex regex = CompiledRegex.Get(pattern, out string error).ShouldNotBeNull(error);
        regex.IsMatch(text).ShouldBe(expected);
        regex.Linear(text).IsMatch(text).ShouldBe(expected);
    }

    [Theory]
    [InlineData("a**", "invalid nested repetition operator: `**`")]
    [InlineData("a+?*", "invalid nested repetition operator: `+?*`")]
    [InlineData("++", "missing argument to repetition operator: `+`")]
    [InlineData("(*)", "missing argument to repetition operator: `*`")]
    [InlineData("a|{2}", "missing argument to repetition operator: `{2}`")]
    [InlineData("a{1001}", "invalid repeat count: `{1001}`")]
    [InlineData("a{2,1}", "invalid repeat count: `{2,1}`")]
    [InlineData("((a{100}){100})", "invalid repeat count: `{100}`")]
    [InlineData("a)", "unexpected ): `a)`")]
    [InlineData("(a", "missing closing ): `(a`")]
    [InlineData("[a", "missing closing ]: `[a`")]
    [InlineData("[b-a]", "invalid character class range: `b-a`")]
    [InlineData("\\pX", "invalid character class range: `\\pX`")]
    [InlineData("[[:nope:]]", "invalid character class range: `[:nope:]`")]
    [InlineData("(?<a!>b)", "invalid named capture: `(?<a!>`")]
    [InlineData("(?=a)", "invalid or unsupported Perl syntax: `(?=`")]
    [InlineData("(?i-)a", "invalid or unsupported Perl syntax: `(?i-)`")]
    [InlineData("\\8", "invalid escape sequence: `\\8`")]
    [InlineData("\\C", "invalid escape sequence: `\\C`")]
    [InlineData("\\", "trailing backslash at end of expression: ``")]
    public void An_invalid_pattern_is_refused_in_the_words_of_go(string pattern, string expected)
    {
        CompiledRegex.Get(pattern, out string error).ShouldBeNull();
        error.ShouldBe("error parsing regexp: " + expected);
    }

    [Fact]
    public void Nested_groups_by_the_hundred_are_no_error()
    {
        string pattern = string.Concat(Enumerable.Repeat("(?:", 400)) + "a" + string.Concat(Enumerable.Repeat(")", 400));
        CompiledRegex.Get(pattern, out string error).ShouldNotBeNull(error).IsMatch("a").ShouldBeTrue();
    }

    [Fact]
    public void A_working_set_of_thousands_of_patterns_stays_compiled()
    {
        RegoString[] patterns = [.. Enumerable.Range(0, 3000).Select(i => RegoString.Of($"^/cached/{i}/[a-z]+$"))];
        CompiledRegex?[] first = [.. patterns.Select(p => CompiledRegex.Get(p, out _))];
        for (int i = 0; i < patterns.Length; i++)
        {
            CompiledRegex.Get(patterns[i], out _).ShouldBeSameAs(first[i]);
        }
    }

    [Fact]
    public void The_cache_is_bounded_and_keeps_what_is_used()
    {
        var cache = new GenerationCache<string, string>(100);
        for (int i = 0; i < 10_000; i++)
        {
            cache.Add($"{i}", "value");
            cache.TryGet("0", out _).ShouldBeTrue();
        }

        Enumerable.Range(0, 10_000).Count(i => cache.TryGet($"{i}", out _)).ShouldBeLessThanOrEqualTo(200);
    }

    [Theory]
    [InlineData("^(a+)+$")]
    [InlineData("(a|a)*b")]
    [InlineData("(.*)(.*)(.*)(.*)(.*)[^a]")]
    [InlineData("(a*)*c")]
    public void An_explosive_pattern_ends_quickly_in_every_builtin(string pattern)
    {
        string text = "\"" + new string('a', 3000) + "!\"";
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Call.Value("regex.match", out _, "\"" + pattern + "\"", text);
        Call.Value("regex.find_n", out _, "\"" + pattern + "\"", text, "-1");
        Call.Value("regex.split", out _, "\"" + pattern + "\"", text);
        Call.Value("regex.replace", out _, text, "\"" + pattern + "\"", "\"x\"");
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Matching_a_known_pattern_allocates_nothing()
    {
        RegoValue[] match = [RegoString.Of("^/api/v1/[a-z]+$"), RegoString.Of("/api/v1/things")];
        RegoValue[] glob = [RegoString.Of("/api/*/things"), RegoArray.Of(RegoString.Of("/")), RegoString.Of("/api/v1/things")];
        Allocated("regex.match", match).ShouldBe(0);
        Allocated("glob.match", glob).ShouldBe(0);
    }

    private static long Allocated(string name, RegoValue[] arguments)
    {
        BuiltinRegistry.TryGet(name, out Builtin? builtin).ShouldBeTrue();
        var context = new BuiltinContext(TimeProvider.System);
        for (int i = 0; i < 50; i++)
        {
            builtin!.Function(context, arguments).ShouldBe(RegoBoolean.True);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            builtin!.Function(context, arguments);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    [Theory]
    [InlineData("a.a.[0-9]+z", ".b.b2359825792*594823z", "true")]
    [InlineData("[a-z]+", "[0-9]*", "false")]
    [InlineData("a*", "b*", "false")]
    [InlineData("a*b", "a+.", "true")]
    [InlineData("[a-c]x+", "[c-e].*", "true")]
    [InlineData("\\\\[a\\\\]", "[[]a.", "true")]
    [InlineData("pqrs]", "a", "eval_builtin_error regex.globs_match: input:pqrs], pos:5, set-close ']' with no preceding '[': the input provided is invalid")]
    [InlineData("+a", "a", "eval_builtin_error regex.globs_match: input:+a, pos:1, flag '+' must be preceded by a non-flag: the input provided is invalid")]
    [InlineData("[ab", "a", "eval_builtin_error regex.globs_match: input:[ab, pos:3, found [ without matching ]: the input provided is invalid")]
    public void Globs_overlap_where_one_text_matches_both(string left, string right, string expected) =>
        Call.Json("regex.globs_match", "\"" + left + "\"", "\"" + right + "\"").ShouldBe(expected);

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
            CompiledRegex? regex = CompiledRegex.Get(pattern, out string error);
            regex?.IsMatch("ab1").ShouldBe(regex.Linear("ab1").IsMatch("ab1"), pattern);
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
            CompiledRegex.AddGlob(RegoArray.Empty, RegoString.Of(pattern), Globs.Translate(pattern, ['.']), out string error)?.IsMatch("a.b");
            (error.Length == 0 || !error.Contains("too large", StringComparison.Ordinal)).ShouldBeTrue(pattern + ": " + error);
        }
    }
}
