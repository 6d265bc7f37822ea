using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pharos.Proposals.Secrets;

namespace Pharos.Tests.Proposals.Secrets;

/// <summary>How much of another scanner's rules is covered, and how often ordinary text is taken for a secret.</summary>
public sealed partial class SecretCorporaTests(ITestOutputHelper output)
{
    [Fact]
    public void Nine_of_ten_rules_of_a_public_scanner_have_their_positives_found()
    {
        var rules = Rules(File.ReadAllText(Corpora.FileOrSkip("secrets/gitleaks.toml"))).ToList();
        var missed = new List<string>();
        foreach (var rule in rules)
        {
            var positives = Enumerable.Range(1, 200).Select(seed => new PatternText(rule.Pattern, new Random(seed)).Draw()).Where(text => IsPositive(rule, text)).Take(5).ToList();
            if (positives.Count(text => SecretScanner.Find(text + "\n").Count > 0) * 2 <= positives.Count)
            {
                missed.Add($"{rule.Id}: {positives.Find(text => SecretScanner.Find(text + "\n").Count == 0) ?? "(none drawn)"}");
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rules.Count - missed.Count} of {rules.Count} rules; missed:\n{string.Join('\n', missed)}"));
        ((rules.Count - missed.Count) / (double)rules.Count).ShouldBeGreaterThanOrEqualTo(0.9);
    }

    [Fact]
    public void Ordinary_code_holds_hardly_any()
    {
        using var stream = new GZipStream(File.OpenRead(Corpora.FileOrSkip("insecure-code.jsonl.gz")), CompressionMode.Decompress);
        using var reader = new StreamReader(stream);
        var snippets = 0;
        var found = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            using var document = JsonDocument.Parse(line);
            var code = document.RootElement.GetProperty("code").GetString()!;
            if (document.RootElement.GetProperty("cwe").GetString() is "CWE-798" or "CWE-321" or "CWE-259" or "CWE-312" or "CWE-522")
            {
                // These are in the corpus because a secret is written into them.
                continue;
            }

            snippets++;
            found.AddRange(SecretScanner.Find(code).Take(1).Select(secret => $"{document.RootElement.GetProperty("id").GetString()} {document.RootElement.GetProperty("cwe").GetString()} {secret.Form}: {code.Split('\n')[secret.Line - 1].Trim()}"));
        }

        output.WriteLine($"{found.Count} of {snippets} snippets:\n{string.Join('\n', found)}");
        snippets.ShouldBeGreaterThan(0);
        (found.Count / (double)snippets).ShouldBeLessThanOrEqualTo(0.02);
    }

    [Fact]
    public void The_sources_of_this_repository_hold_none_but_those_of_tests()
    {
        var files = House.SourceTree.TextFiles(House.SourceTree.Root, ".cs", ".md", ".json", ".rego", ".yaml", ".yml", ".csproj", ".props").Where(path => !path.Contains("/tests/", StringComparison.Ordinal)).ToList();
        var found = files.SelectMany(path => SecretScanner.Find(File.ReadAllText(path)).Select(secret => $"{path}:{secret.Line} {secret.Form} {File.ReadAllLines(path)[secret.Line - 1].Trim()}")).ToList();
        output.WriteLine($"{files.Count} files:\n{string.Join('\n', found)}");
        files.Count.ShouldBeGreaterThan(500);
        found.ShouldBeEmpty();
    }

    // A positive is what its rule calls one: its own expression matches, and the secret in it is random enough.
    private static bool IsPositive((string Id, string Pattern, double Entropy) rule, string text)
    {
        try
        {
            var match = Regex.Match(text, rule.Pattern.Replace("(?P<", "(?<", StringComparison.Ordinal).Replace("\\z", "$", StringComparison.Ordinal), RegexOptions.None, TimeSpan.FromSeconds(1));
            var secret = match.Groups.Count > 1 && match.Groups[1].Length > 0 ? match.Groups[1].Value : match.Value;
            return match.Success && Randomness.EntropyOf(secret) > rule.Entropy;
        }
        catch (ArgumentException)
        {
            // A construct of another dialect; its rule counts as one whose positive was not found.
            return false;
        }
    }

    private static IEnumerable<(string Id, string Pattern, double Entropy)> Rules(string toml)
    {
        foreach (var block in toml.Split("[[rules]]").Skip(1))
        {
            var id = IdLine().Match(block).Groups["value"].Value;
            var pattern = PatternLine().Match(block).Groups["value"].Value;
            var entropy = EntropyLine().Match(block);
            if (pattern.Length > 0)
            {
                yield return (id, pattern, entropy.Success ? double.Parse(entropy.Groups["value"].Value, CultureInfo.InvariantCulture) : 0);
            }
        }
    }

    [GeneratedRegex("^id = \"(?<value>[^\"]+)\"", RegexOptions.Multiline | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex IdLine();

    [GeneratedRegex("^regex = '''(?<value>.*?)'''", RegexOptions.Multiline | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex PatternLine();

    [GeneratedRegex("^entropy = (?<value>[0-9.]+)", RegexOptions.Multiline | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex EntropyLine();
}
