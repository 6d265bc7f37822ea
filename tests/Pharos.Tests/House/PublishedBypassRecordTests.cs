using System.Text.RegularExpressions;

namespace Pharos.Tests.House;

/// <summary>The record of ways past agents' guards that were published by September 2026: each is a test that names it.</summary>
public sealed partial class PublishedBypassRecordTests
{
    public static TheoryData<string> Record =>
    [
        "claude-code#4956", "#15763", "#16180", "#28784", "#36637", "#36645", "#39601", "#18613", "#58424", "#94314", "#55313",
        "#4669", "#37210", "#43407", "#84302", "#84656", "#94362", "#85430",
        "CVE-2025-54795", "CVE-2025-54794", "CVE-2025-59536", "CVE-2026-21852", "CVE-2026-39861", "CVE-2026-25725", "CVE-2026-40068", "CVE-2026-46406",
        "GHSA-mhg7-666j-cqg4", "GHSA-7mv8-j34q-vp7q", "CVE-2025-66032", "deep links", "SOCKS5", "Adversa", "carriage return", "Rehberger",
        "codex#20113", "codex#10941", "#11868", "#10321",
        "gemini-cli#5495", "#11510", "#11766", "gemini-cli#16454", "#6389", "gemini-cli#25935", "#23096", "#20744",
        "CVE-2026-22708", "CVE-2025-54135", "CVE-2025-54136", "NomShub",
        "gptme#840", "supermemory#89", "dyad#2305", "pi-packages#741", "Codewhale#6098", "qwen-code#9417", "gaia#2947",
    ];

    [Theory]
    [MemberData(nameof(Record))]
    public void A_published_bypass_is_a_test_that_names_it(string entry) => Named().ShouldContain(name => name.Contains(entry, StringComparison.Ordinal), entry);

    private static List<string> Named() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .SelectMany(File.ReadLines)
            .SelectMany(line => Issue().Matches(line))
            .Select(match => match.Groups["name"].Value),
    ];

    [GeneratedRegex("""\[Trait\("Issue", "(?<name>[^"]+)"\)\]""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Issue();
}
